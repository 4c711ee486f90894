using System.Globalization;
using System.Reflection;

namespace Baize.Hosting.Configuration;

/// <summary>A key of <c>config.yaml</c>.</summary>
/// <param name="Section">As in YAML: <c>load_balancer</c>.</param>
/// <param name="Key">As in YAML: <c>instance_ttl</c>.</param>
/// <param name="Type">Of the option's property: string, int or bool.</param>
/// <param name="Default">As in <c>configs/config.yaml</c>.</param>
/// <param name="Range">Of a number.</param>
/// <param name="Choices">Of a text that is one of a few; else null.</param>
internal sealed record KnownKey(string Section, string Key, Type Type, string Default, (int Min, int Max)? Range = null, string[]? Choices = null)
{
    /// <summary>As faults name it: <c>load_balancer.instance_ttl</c>.</summary>
    public string Name { get; } = $"{Section}.{Key}";

    /// <summary>As <c>IConfiguration</c> and the command line name it: <c>load_balancer:instance_ttl</c>.</summary>
    public string Path { get; } = $"{Section}:{Key}";

    /// <summary>The environment's name: <c>LOAD_BALANCER_INSTANCE_TTL</c>.</summary>
    public string Variable { get; } = $"{Section}_{Key}".ToUpperInvariant();

    /// <summary>For people: what the value may be.</summary>
    public string Allowed =>
        Choices is not null ? string.Join(", ", Choices)
        : Type == typeof(bool) ? "true, false"
        : Range is { } range ? range.Max == int.MaxValue ? $"a whole number, {range.Min} or more" : $"a whole number from {range.Min} to {range.Max}"
        : "text";

    /// <summary>Whether a value may be shown.</summary>
    public bool IsSecret => IsGenerated || this is { Section: "admin", Key: "password_hash" } or { Section: "consul", Key: "token" };

    /// <summary>Whether development makes a value up, one for all processes of a user, where none is given.</summary>
    public bool IsGenerated => this is { Section: "auth", Key: "jwt_secret" or "internal_key" };

    /// <summary>Whether a property of the section's class is this key's.</summary>
    public bool IsOf(PropertyInfo property) => property.Name.Equals(Key.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    /// <summary>A text; one of a few, where they are named.</summary>
    public static KnownKey Text(string section, string key, string @default = "", string[]? choices = null) => new(section, key, typeof(string), @default, Choices: choices);

    /// <summary>Yes or no.</summary>
    public static KnownKey Flag(string section, string key, bool @default) => new(section, key, typeof(bool), @default ? "true" : "false");

    /// <summary>A whole number of a range.</summary>
    public static KnownKey Number(string section, string key, int @default, int min, int max) =>
        new(section, key, typeof(int), @default.ToString(CultureInfo.InvariantCulture), (min, max));

    /// <summary>Whether a value is of the key's type.</summary>
    public bool Parses(string value) =>
        Type == typeof(bool) ? bool.TryParse(value, out _)
        : Type != typeof(int) || TryParse(value, out _);

    /// <summary>Whether a value is allowed, as far as the key by itself can say.</summary>
    public bool Allows(string value) =>
        Range is { } range ? TryParse(value, out var number) && number >= range.Min && number <= range.Max
        : Choices is not null ? Choices.Contains(value, StringComparer.Ordinal)
        : Parses(value);

    private static bool TryParse(string value, out int number) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
