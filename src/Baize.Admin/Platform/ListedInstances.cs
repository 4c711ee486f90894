namespace Baize.Admin.Platform;

/// <summary>The list of <c>GET /api/v1/instances</c>.</summary>
internal sealed record ListedInstances(IReadOnlyList<ListedInstance>? Instances);
