namespace Baize.Admin.Audit;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    private const int Usual = 100;

    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", async (AuditLog audit, int? limit) => limit is < 1 or > AuditLog.Shown
            ? Refusals.BadField("limit", limit, $"1 to {AuditLog.Shown}")
            : TypedResults.Ok(await audit.ReadAsync(limit ?? Usual)));
}
