namespace Baize.Rooms.Runtime;

/// <summary>An action that a game has declared.</summary>
/// <param name="Move">Type of its data; null: it takes none.</param>
/// <param name="Rule">Decides it.</param>
internal readonly record struct GameAction(Type? Move, Func<Player, object?, Refusal?> Rule);
