namespace Baize.Admin.Actions;

/// <summary>A room's answer to a call.</summary>
/// <param name="InstanceId">Its owner.</param>
/// <param name="Code">Why it refused; null: it did as asked.</param>
/// <param name="Message">For people.</param>
/// <param name="Seq">Position of what followed.</param>
internal sealed record RoomCallAnswer(string? InstanceId, string? Code, string? Message, long Seq);
