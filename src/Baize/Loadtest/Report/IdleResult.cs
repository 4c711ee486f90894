namespace Baize.Loadtest.Report;

/// <summary>What connections cost that say nothing.</summary>
/// <param name="Connections">How many.</param>
/// <param name="Members">Of each room; 0: in no room.</param>
/// <param name="Seconds">Of the measured time.</param>
/// <param name="Disconnected">Connections that ended.</param>
/// <param name="Groups">By group of processes.</param>
internal sealed record IdleResult(int Connections, int Members, double Seconds, int Disconnected, IReadOnlyList<IdleCost> Groups);
