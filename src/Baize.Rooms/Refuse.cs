using Baize.Protocol.Frames;

namespace Baize.Rooms;

/// <summary>What a rule returns where it does not allow something; null allows it.</summary>
public static class Refuse
{
    /// <summary>Another player is to move.</summary>
    public static Refusal NotYourTurn(string message = "It is another player's turn.") => new(ErrorCodes.NotYourTurn, message);

    /// <summary>The rules do not allow the move.</summary>
    public static Refusal IllegalMove(string message) => new(ErrorCodes.IllegalMove, message);

    /// <summary>This player may never do that.</summary>
    public static Refusal Forbidden(string message) => new(ErrorCodes.Forbidden, message);
}
