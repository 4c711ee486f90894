namespace Baize.Rooms;

/// <summary>A game without options. See <see cref="Game{TState, TOptions}"/>.</summary>
/// <typeparam name="TState">All that the rules know.</typeparam>
/// <param name="name">The name in the protocol: 1 to 32 of <c>a-z 0-9 -</c>.</param>
/// <param name="title">For people.</param>
/// <param name="minPlayers">Seats that must be taken before it can start.</param>
/// <param name="maxPlayers">Seats.</param>
public abstract class Game<TState>(string name, string title, int minPlayers, int maxPlayers)
    : Game<TState, NoOptions>(name, title, minPlayers, maxPlayers)
    where TState : class;
