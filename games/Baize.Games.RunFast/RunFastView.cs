namespace Baize.Games.RunFast;

/// <summary>What a viewer sees.</summary>
/// <param name="Turn">The seat to play.</param>
/// <param name="TurnUserId">Who sits there.</param>
/// <param name="DeadlineAt">When the game plays for that player, Unix ms; null: the game is over.</param>
/// <param name="Table">What must be beaten; null: the seat to play leads.</param>
/// <param name="Players">The players, by seat.</param>
/// <param name="Played">All cards played so far.</param>
/// <param name="Hand">The viewer's own cards, lowest first; null for who watches.</param>
/// <param name="Hint">A play for the viewer whose turn it is: cards, or empty where passing is all that is left; else null.</param>
/// <param name="CanPass">Whether the viewer may pass now.</param>
public sealed record RunFastView(
    int Turn,
    long TurnUserId,
    long? DeadlineAt,
    Play? Table,
    List<SeatView> Players,
    List<Card> Played,
    List<Card>? Hand,
    List<Card>? Hint,
    bool CanPass);
