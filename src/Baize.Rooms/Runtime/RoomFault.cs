namespace Baize.Rooms.Runtime;

/// <summary>A game's rule that threw. The room is as it was before the rule ran; the host logs it.</summary>
/// <param name="Rule">Which rule: <c>action place</c>, <c>timer turn</c>, <c>view</c>, …</param>
/// <param name="Exception">What it threw.</param>
public readonly record struct RoomFault(string Rule, Exception Exception);
