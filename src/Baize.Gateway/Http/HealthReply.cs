namespace Baize.Gateway.Http;

/// <summary>Reply of <c>GET /health</c> and <c>/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> (routing by what was known last) or <c>not ready</c>.</param>
/// <param name="Reason">Why not ready, or degraded.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single; absent in a cluster.</param>
/// <param name="Instances">Game-server instances that are listed.</param>
/// <param name="ReadyInstances">Those of them that take new players.</param>
/// <param name="Sockets">Open WebSockets.</param>
internal sealed record HealthReply(string Status, string? Reason, string Mode, string? ModeReason, int Instances, int ReadyInstances, int Sockets);
