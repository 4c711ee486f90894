namespace Baize.Hosting.Configuration;

/// <summary>How a fault of configuration reads: key first, then value, then what is allowed, then where the value came from.</summary>
internal static class Fault
{
    public static string Of(string name, object? value, string allowed) => $"{name} is '{value}'; allowed: {allowed}.";

    /// <summary>Appends where the value came from.</summary>
    public static string From(this string fault, string origin) => origin.Length == 0 ? fault : $"{fault.TrimEnd('.')} (from {origin}).";

    /// <summary>The key that a fault is about.</summary>
    public static string Key(string fault) => fault.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? fault[..end] : fault;
}
