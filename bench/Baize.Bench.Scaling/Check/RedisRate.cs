namespace Baize.Bench.Scaling.Check;

/// <summary>What a Redis does per second.</summary>
internal sealed record RedisRate(IReadOnlyDictionary<string, double> Calls, double BytesIn, double BytesOut)
{
    // Scripts' commands are counted like clients'; those of ours that scripts alone use are told by these.
    private static readonly string[] InScripts = ["hmget", "hset", "rpush", "ltrim", "lrange"];

    public double Of(params IEnumerable<string> commands) => commands.Sum(c => Calls.GetValueOrDefault(c));

    public double Publishes => Of("publish");

    public double Commits => Of("evalsha");

    public double Inner => Of(InScripts);

    /// <summary>All that clients sent.</summary>
    public double Commands => Calls.Values.Sum() - Inner;
}
