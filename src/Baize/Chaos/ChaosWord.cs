namespace Baize.Chaos;

/// <summary>What a player of a chaos run says.</summary>
/// <param name="Text">Said once in a run.</param>
internal sealed record ChaosWord(string Text);
