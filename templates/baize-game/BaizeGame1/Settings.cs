namespace BaizeGame1;

/// <summary>What may be chosen when a room is made, with the defaults.</summary>
public sealed class Settings
{
    public int Stones { get; set; } = 21;

    public int TurnSeconds { get; set; } = 30;
}
