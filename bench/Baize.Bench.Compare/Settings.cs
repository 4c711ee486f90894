namespace Baize.Bench.Compare;

/// <summary>What was asked for.</summary>
/// <param name="Workloads">What is run.</param>
/// <param name="OnlyBaize">Without the peer.</param>
/// <param name="Rounds">How often each side has its turn; medians count.</param>
/// <param name="Duration">Seconds that are measured.</param>
/// <param name="Warmup">Seconds before that.</param>
/// <param name="IdleDuration">Seconds that idle connections are held; pings come every 25.</param>
/// <param name="IdleConnections">How many.</param>
/// <param name="Port">The first of those used.</param>
/// <param name="Output">The results' files, without extension.</param>
internal sealed record Settings(
    IReadOnlyList<Workload> Workloads, bool OnlyBaize, int Rounds, int Duration, int Warmup, int IdleDuration, int IdleConnections, int Port, string Output);
