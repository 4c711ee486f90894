namespace Baize.Hosting.Options;

/// <summary>Where rooms are kept and instances talk. Section <c>redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary><c>host:port[,options]</c>, as StackExchange.Redis reads it; sentinel and cluster too. Empty: the embedded default.</summary>
    public string Connection { get; set; } = "";

    /// <summary>False: without Redis at start, run as a single instance and say so. Default true.</summary>
    public bool Required { get; set; } = true;
}
