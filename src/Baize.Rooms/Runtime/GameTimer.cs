namespace Baize.Rooms.Runtime;

/// <summary>A running timer.</summary>
/// <param name="Name">Which one.</param>
/// <param name="DeadlineAt">Unix milliseconds.</param>
/// <param name="DurationMs">How long it runs in all.</param>
/// <param name="UserId">Whose time it is; 0: everyone's.</param>
internal sealed record GameTimer(string Name, long DeadlineAt, long DurationMs, long UserId);
