using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <summary>For the addresses of a discovery service.</summary>
/// <param name="section">As in YAML.</param>
/// <param name="key">As in YAML.</param>
/// <param name="value">The addresses.</param>
internal sealed class EndpointsValidator<T>(string section, string key, Func<T, string> value) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var faults = OptionFaults.Of(section, options);
        foreach (var part in value(options).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
                faults.Add(key, part, "http://host:port");
        }
        return faults.Build();
    }
}
