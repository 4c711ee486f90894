namespace Baize.Admin.Platform;

/// <summary>What the API says.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Instances">The live instances as the router sees them; null where it did not answer.</param>
/// <param name="Health">How it is; null where that was not to be read.</param>
/// <param name="Fault">Why it did not answer; null where it did.</param>
internal sealed record ApiView(Uri Address, IReadOnlyList<ListedInstance>? Instances, ApiHealth? Health, string? Fault);
