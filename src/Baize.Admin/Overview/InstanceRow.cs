namespace Baize.Admin.Overview;

/// <summary>An instance as the page shows it.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Address">Where others reach it.</param>
/// <param name="Port">The game port.</param>
/// <param name="State"><c>active</c>, <c>draining</c>, <c>silent</c> (listed, but it does not answer) or <c>gone</c>.</param>
internal sealed record InstanceRow(string InstanceId, string Address, int Port, string State)
{
    /// <summary>Whether the registry lists it.</summary>
    public bool Listed { get; init; }

    /// <summary>Whether it takes new players.</summary>
    public bool Ready { get; init; }

    /// <summary>Why it does not.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it was not heard.</summary>
    public string? Fault { get; init; }

    /// <summary>What a drain ends in: <c>exit</c> or <c>stay</c>.</summary>
    public string? Drain { get; init; }

    /// <summary>Connections and rooms when the drain was first seen: where its progress began.</summary>
    public DrainStart? DrainStart { get; init; }

    public int Connections { get; init; }

    public int Rooms { get; init; }

    /// <summary>Rooms that connections here are in, whoever owns them.</summary>
    public int EdgeRooms { get; init; }

    public double FramesIn { get; init; }

    public double FramesOut { get; init; }

    public double Deliveries { get; init; }

    public double Commits { get; init; }

    /// <summary>Cores in use.</summary>
    public double Cpu { get; init; }

    public long MemoryBytes { get; init; }

    public long UptimeMs { get; init; }

    public string Version { get; init; } = "";

    public int Pid { get; init; }

    /// <summary>Its last heartbeat in the registry, Unix milliseconds; 0: not known.</summary>
    public long HeartbeatAt { get; init; }

    /// <summary>Its last answer to this page, Unix milliseconds; 0: never.</summary>
    public long HeardAt { get; init; }
}
