using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Where traces go. Section <c>tracing</c>.</summary>
public sealed class TracingOptions
{
    /// <summary>An OTLP collector's base address, for HTTP and protobuf: <c>http://host:4318</c>; empty: no traces, and they cost nothing.</summary>
    [ConfigurationKeyName("otlp_endpoint")]
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Of a hundred traces begun here, how many are recorded. Default 1; 0 to 100. What comes in with a trace of its caller's follows the caller.</summary>
    [ConfigurationKeyName("sample_percent")]
    public int SamplePercent { get; set; } = 1;
}
