namespace Baize.Games.RunFast;

/// <summary>A player as everyone sees them.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="UserId">Who sits there.</param>
/// <param name="CardsLeft">Cards in hand.</param>
/// <param name="Shown">The last move in this trick; null: none yet, empty: passed.</param>
/// <param name="Hand">The cards left, once the game is over; null before.</param>
public sealed record SeatView(int Seat, long UserId, int CardsLeft, List<Card>? Shown, List<Card>? Hand);
