namespace Baize.Rooms.Runtime;

/// <summary>What a rule did to a timer.</summary>
/// <param name="Timer">The timer.</param>
/// <param name="Started">Started, else stopped.</param>
internal readonly record struct TimerChange(GameTimer Timer, bool Started);
