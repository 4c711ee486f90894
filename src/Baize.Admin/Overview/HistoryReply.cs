namespace Baize.Admin.Overview;

/// <summary>Reply of <c>GET /api/v1/history</c>. All series are as long as <paramref name="Times"/>; null where an instance did not answer.</summary>
/// <param name="Times">Unix seconds.</param>
/// <param name="Instances">Series by instance.</param>
internal sealed record HistoryReply(IReadOnlyList<double> Times, IReadOnlyDictionary<string, Series> Instances);
