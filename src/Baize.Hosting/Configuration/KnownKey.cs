using System.Globalization;

namespace Baize.Hosting.Configuration;

/// <summary>A key of <c>config.yaml</c>.</summary>
/// <param name="Section">As in YAML: <c>load_balancer</c>.</param>
/// <param name="Key">As in YAML: <c>instance_ttl</c>.</param>
/// <param name="Type">Of the option's property: string, int or bool.</param>
/// <param name="Allowed">For people: what the value may be.</param>
/// <param name="Range">Of a number.</param>
/// <param name="Default">As in the embedded <c>config.yaml</c>.</param>
internal sealed record KnownKey(string Section, string Key, Type Type, string Allowed, (int Min, int Max)? Range, string Default)
{
    /// <summary>As faults name it: <c>load_balancer.instance_ttl</c>.</summary>
    public string Name => $"{Section}.{Key}";

    /// <summary>As <c>IConfiguration</c> and the command line name it: <c>load_balancer:instance_ttl</c>.</summary>
    public string Path => $"{Section}:{Key}";

    /// <summary>The environment's name: <c>LOAD_BALANCER_INSTANCE_TTL</c>.</summary>
    public string Variable => $"{Section}_{Key}".ToUpperInvariant();

    /// <summary>Whether a value may be shown.</summary>
    public bool IsSecret => IsGenerated || this is { Section: "admin", Key: "password_hash" } or { Section: "consul", Key: "token" };

    /// <summary>Whether development makes a value up, one for all processes of a user, where none is given.</summary>
    public bool IsGenerated => this is { Section: "auth", Key: "jwt_secret" or "internal_key" };

    /// <summary>Whether a value is of the key's type.</summary>
    public bool Parses(string value) =>
        Type == typeof(bool) ? bool.TryParse(value, out _)
        : Type != typeof(int) || int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
