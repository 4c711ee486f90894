namespace Baize.Admin.Overview;

/// <summary>The platform at a glance.</summary>
internal static class OverviewEndpoints
{
    private const int UsualPoints = 360;

    public static void MapOverview(this IEndpointRouteBuilder api)
    {
        api.MapGet("/overview", (Sampler sampler) => TypedResults.Ok(sampler.Last));
        api.MapGet("/history", (History history, int? points) => points is < 2 or > History.Capacity
            ? Refusals.BadField("points", points, $"2 to {History.Capacity}")
            : TypedResults.Ok(history.Read(points ?? UsualPoints)));
    }
}
