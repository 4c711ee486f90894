namespace Baize.Games.RunFast;

/// <summary>One player's part of the settlement.</summary>
/// <param name="UserId">The player.</param>
/// <param name="CardsLeft">Cards left in hand.</param>
/// <param name="Points">Won or, below 0, lost; all lines add up to 0.</param>
public sealed record SettlementLine(long UserId, int CardsLeft, int Points);
