namespace Baize.Rooms;

/// <summary>Why a rule does not allow something. The state stays as it was, whatever the rule did to it. Made by <see cref="Refuse"/>.</summary>
/// <param name="Code">One of <see cref="Protocol.Frames.ErrorCodes"/>.</param>
/// <param name="Message">For the person: what is wrong and what is allowed.</param>
public sealed record Refusal(string Code, string Message);
