namespace BaizeGame1;

/// <summary>Data of the action: <c>{"name": "take", "stones": 2}</c>.</summary>
public sealed record Take(int Stones);
