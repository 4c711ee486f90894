namespace Baize.Cluster.Redis.Direct;

/// <summary>What Redis answered.</summary>
/// <param name="Number">A number's value.</param>
/// <param name="Text">The first text of an array; empty for a number, null where Redis does not know the script.</param>
internal readonly record struct DirectReply(long Number, string? Text);
