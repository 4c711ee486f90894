namespace Baize.Loadtest.Report;

/// <summary>What idle connections cost a group of processes.</summary>
/// <param name="Name">The group's.</param>
/// <param name="KbPerConnection">RSS at the end, less that before the first connection, by connection.</param>
/// <param name="CpuMsPerSecond">CPU of all together.</param>
/// <param name="WaitsPerSecond">How often a thread went to sleep.</param>
/// <param name="RssKb">Memory at the end.</param>
internal sealed record IdleCost(string Name, double KbPerConnection, double CpuMsPerSecond, double WaitsPerSecond, long RssKb);
