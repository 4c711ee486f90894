
namespace Baize.Hosting.Options;

/// <summary>Leaving on purpose. Section <c>drain</c>.</summary>
public sealed class DrainOptions
{
    /// <summary>Seconds until a draining instance goes at the latest. Default 30; 0 to 3600.</summary>
    public int Timeout { get; set; } = 30;
}
