namespace Baize.GameServer.Http;

/// <summary>Reply of <c>GET /health</c> and <c>/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reason">Why not; absent where ready.</param>
/// <param name="InstanceId">This instance.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single; absent in a cluster.</param>
internal sealed record HealthReply(string Status, string? Reason, string InstanceId, string State, string Mode, string? ModeReason);
