#!/bin/sh
# Starts the program of this name in lib/ beside it. exec keeps the process id, so signals reach the program itself.
self=$(readlink -f "$0")
name=${self##*/}
if [ -z "${DOTNET_ROOT:-}" ] && dotnet=$(command -v dotnet) && [ -d "$(dirname "$(readlink -f "$dotnet")")/host/fxr" ]; then
  DOTNET_ROOT=$(dirname "$(readlink -f "$dotnet")") # a runtime that is only on the PATH is not found otherwise
  export DOTNET_ROOT
fi
exec "${self%/*}/lib/$name/$name" "$@"
