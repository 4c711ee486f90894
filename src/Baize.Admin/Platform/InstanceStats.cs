namespace Baize.Admin.Platform;

/// <summary>Of a game server's <c>GET /stats</c>, what is shown. Fields that an older version lacks are 0.</summary>
internal sealed record InstanceStats
{
    public string InstanceId { get; init; } = "";

    public int Connections { get; init; }

    public int Rooms { get; init; }

    public int EdgeRooms { get; init; }

    public string State { get; init; } = "active";

    public bool Ready { get; init; } = true;

    /// <summary>Why not ready.</summary>
    public string? Reason { get; init; }

    /// <summary>What a drain ends in: <c>exit</c> or <c>stay</c>; absent where there is none.</summary>
    public string? Drain { get; init; }

    public string Mode { get; init; } = "";

    public string? ModeReason { get; init; }

    public long UptimeMs { get; init; }

    public string Version { get; init; } = "";

    public int Pid { get; init; }

    public double FramesInPerSecond { get; init; }

    public double FramesOutPerSecond { get; init; }

    public double DeliveriesPerSecond { get; init; }

    public double CommitsPerSecond { get; init; }

    /// <summary>Cores in use.</summary>
    public double Cpu { get; init; }

    public long MemoryBytes { get; init; }
}
