namespace Baize.Admin.Platform;

/// <summary>The API's <c>GET /health/ready</c>.</summary>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reason">Why not: Redis is away.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single.</param>
internal sealed record ApiHealth(string? Status, string? Reason, string? Mode, string? ModeReason);
