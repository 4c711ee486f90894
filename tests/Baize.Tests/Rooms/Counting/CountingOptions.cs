namespace Baize.Tests.Rooms.Counting;

internal sealed class CountingOptions
{
    public int Goal { get; set; } = 10;

    public bool Open { get; set; }

    public bool GoesOn { get; set; }

    public bool BadBot { get; set; }
}
