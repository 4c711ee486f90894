namespace Baize.Rooms.Runtime;

/// <summary>A request that took effect, remembered so that it does not take effect again.</summary>
/// <param name="UserId">Who asked.</param>
/// <param name="Id">The asker's request id.</param>
/// <param name="Seq">What was answered.</param>
public readonly record struct AppliedRequest(long UserId, string Id, long Seq);
