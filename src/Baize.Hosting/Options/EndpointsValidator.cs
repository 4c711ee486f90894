using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>For the addresses of a discovery service.</summary>
/// <param name="section">As in YAML.</param>
/// <param name="key">As in YAML.</param>
/// <param name="value">The addresses.</param>
/// <param name="form">What they look like.</param>
/// <param name="isNeeded">Whether none is a fault: where instances find each other by this service.</param>
internal sealed class EndpointsValidator<T>(string section, string key, Func<T, string> value, string form, bool isNeeded) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var faults = new OptionFaults(section);
        var parts = value(options).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            if (!IsEndpoint(part))
                faults.Add(key, part, "http://host:port");
        }
        if (isNeeded && parts.Length == 0)
            faults.Add(key, "", $"{form}, where load_balancer.discovery_type is {section}");
        return faults.Build();
    }

    /// <summary>Whether a text is <c>http://host:port</c>, or https.</summary>
    public static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.PathAndQuery == "/";
}
