using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

internal sealed class TracingOptionsValidator : IValidateOptions<TracingOptions>
{
    public ValidateOptionsResult Validate(string? name, TracingOptions options)
    {
        var faults = new OptionFaults("tracing");
        if (options.OtlpEndpoint.Length > 0 && !IsAddress(options.OtlpEndpoint))
            faults.Add("otlp_endpoint", options.OtlpEndpoint, "http://host:port of an OTLP collector; or empty, for no traces");
        return faults.Build();
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && Uri.CheckHostName(uri.Host) != UriHostNameType.Unknown
        && !text.Contains(',', StringComparison.Ordinal);
}
