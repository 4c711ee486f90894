namespace Baize.Games.RunFast;

/// <summary>Data of the action <c>play_cards</c>.</summary>
public sealed record PlayCards(List<Card> Cards);
