namespace Baize.Admin.Overview;

/// <summary>Reply of <c>GET /api/v1/overview</c>: the last look at the platform.</summary>
/// <param name="At">When it was taken, Unix milliseconds.</param>
/// <param name="Number">Rises with each look: the same number is the same look.</param>
/// <param name="NextMs">Until the next.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>; empty: not known.</param>
/// <param name="Troubles">What an operator should know; empty: nothing is wrong.</param>
/// <param name="Totals">Sums.</param>
/// <param name="Instances">Those that are listed, answer, or left within the last ten minutes.</param>
internal sealed record OverviewReply(
    long At, long Number, long NextMs, string Mode, IReadOnlyList<Trouble> Troubles, Totals Totals, IReadOnlyList<InstanceRow> Instances);
