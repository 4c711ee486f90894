namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for where a record or an init-only property is compiled for .NET Standard.</summary>
internal static class IsExternalInit;
