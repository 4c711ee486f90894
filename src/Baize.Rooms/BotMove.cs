namespace Baize.Rooms;

/// <summary>What a bot does: an action, decided by the same rule as a person's.</summary>
/// <param name="Action">The action's name.</param>
/// <param name="Move">Its data, of the type that the action takes; null where it takes none.</param>
public sealed record BotMove(string Action, object? Move = null);
