namespace Baize.Instances;

/// <summary>A line of <c>baize status --watch --json</c> while nobody answers.</summary>
/// <param name="Error">Why.</param>
internal sealed record StatusFault(string Error);
