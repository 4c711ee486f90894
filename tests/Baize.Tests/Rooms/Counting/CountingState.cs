namespace Baize.Tests.Rooms.Counting;

internal sealed class CountingState
{
    public int Total { get; set; }

    public int Turn { get; set; }

    public List<int> Secrets { get; set; } = [];

    public List<string> Seen { get; set; } = [];

    public bool Hidden { get; set; }
}
