namespace Baize.Admin.Audit;

/// <summary>Reply of <c>GET /api/v1/audit</c>.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="File">Where they are kept.</param>
/// <param name="Fault">Why the last could not be written; null where it was.</param>
internal sealed record AuditReply(IReadOnlyList<AuditEntry> Entries, string File, string? Fault);
