namespace Baize.Api.Health;

/// <summary>Reply of <c>GET /stats</c>.</summary>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single; absent in a cluster.</param>
/// <param name="Ready">As <c>/health/ready</c> says.</param>
/// <param name="Instances">Game-server instances that are listed.</param>
/// <param name="Connections">Their connections, at their last heartbeats.</param>
/// <param name="Rooms">Their rooms, at their last heartbeats.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="UptimeMs">Since the start.</param>
/// <param name="Version">The software's version.</param>
/// <param name="Pid">Process id.</param>
internal sealed record StatsReply(
    string Mode, string? ModeReason, bool Ready, int Instances, int Connections, int Rooms, long Time, long UptimeMs, string Version, int Pid);
