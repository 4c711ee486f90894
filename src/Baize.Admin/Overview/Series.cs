namespace Baize.Admin.Overview;

/// <summary>What an instance did over time.</summary>
internal sealed class Series(int length)
{
    public double?[] Connections { get; } = new double?[length];

    public double?[] Rooms { get; } = new double?[length];

    public double?[] FramesIn { get; } = new double?[length];

    public double?[] FramesOut { get; } = new double?[length];

    public double?[] Deliveries { get; } = new double?[length];

    public double?[] Cpu { get; } = new double?[length];

    public double?[] MemoryBytes { get; } = new double?[length];

    public void Set(int at, in Figures figures)
    {
        Connections[at] = figures.Connections;
        Rooms[at] = figures.Rooms;
        FramesIn[at] = Round(figures.FramesIn);
        FramesOut[at] = Round(figures.FramesOut);
        Deliveries[at] = Round(figures.Deliveries);
        Cpu[at] = Round(figures.Cpu);
        MemoryBytes[at] = figures.MemoryBytes;
    }

    private static double Round(float value) => Math.Round(value, 2);
}
