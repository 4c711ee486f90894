namespace Baize.Games.RunFast;

/// <summary>Cards on the table.</summary>
/// <param name="Seat">Who played them.</param>
/// <param name="Cards">The cards.</param>
/// <param name="Combo">What they amount to.</param>
public sealed record Play(int Seat, List<Card> Cards, Combo Combo);
