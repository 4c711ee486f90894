namespace BaizeGame1;

/// <summary>All that the rules know. Saved as JSON after every rule.</summary>
public sealed class Table
{
    public int Stones { get; set; }

    /// <summary>The seat that is to take.</summary>
    public int Turn { get; set; }
}
