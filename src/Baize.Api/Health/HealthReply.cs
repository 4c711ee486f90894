namespace Baize.Api.Health;

/// <summary>Reply of <c>GET /health</c> and <c>/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reason">Why not; absent where ready.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single; absent in a cluster.</param>
/// <param name="Instances">Game-server instances that are listed.</param>
internal sealed record HealthReply(string Status, string? Reason, string Mode, string? ModeReason, int Instances);
