#!/bin/sh
# Starts the program of this name in lib/ beside it. exec keeps the process id, so signals reach the program itself.
self=$(readlink -f "$0")
name=${self##*/}
if [ -z "${DOTNET_ROOT:-}" ] && dotnet=$(command -v dotnet) && dotnet=$(readlink -f "$dotnet") && [ -d "${dotnet%/*}/host/fxr" ]; then
  export DOTNET_ROOT="${dotnet%/*}" # a runtime that is only on the PATH is not found otherwise
fi
# A young generation of 2 MiB stays in the cache: 3 % less CPU and 1 KB less per connection (docs/performance.md). Only the environment can ask for it.
if [ "$name" = game-server ]; then export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x200000}"; fi
exec "${self%/*}/lib/$name/$name" "$@"
