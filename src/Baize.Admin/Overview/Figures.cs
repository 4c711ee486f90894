namespace Baize.Admin.Overview;

/// <summary>What is kept of an instance at a moment.</summary>
internal readonly record struct Figures(string InstanceId, int Connections, int Rooms, float FramesIn, float FramesOut, float Deliveries, float Cpu, long MemoryBytes)
{
    public static Figures Of(InstanceRow row) => new(
        row.InstanceId, row.Connections, row.Rooms, (float)row.FramesIn, (float)row.FramesOut, (float)row.Deliveries, (float)row.Cpu, row.MemoryBytes);
}
