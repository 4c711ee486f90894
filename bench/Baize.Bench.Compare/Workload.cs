namespace Baize.Bench.Compare;

/// <summary>A load and what is compared under it.</summary>
/// <param name="Name">As on the command line and in the results.</param>
/// <param name="Title">For people.</param>
/// <param name="Arguments">Of <c>baize loadtest</c>, without times and addresses.</param>
/// <param name="Sides">Who is measured, in turn.</param>
internal sealed record Workload(string Name, string Title, string[] Arguments, Side[] Sides)
{
    /// <summary>Whether each run needs servers that have served nobody yet: memory does.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether connections say nothing.</summary>
    public bool IsIdle { get; init; }

    /// <summary>Whether the rate is raised to its limit, in steps.</summary>
    public bool IsRamp { get; init; }

    /// <summary>Seconds of each step, if fewer than the command line says.</summary>
    public int? Duration { get; init; }

    /// <summary>Whether it is one of <c>--quick</c>.</summary>
    public bool Quick { get; init; }

    private static readonly string[] W1 = ["--rooms", "250", "--members", "4", "--rate", "10"];

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("w1-signal", "W1 `signal`: 250 rooms of 4, 10 msg/s each", [.. W1], [Side.Baize, Side.SignalR]) { Quick = true },
        new("w1-message", "W1 `message`", [.. W1, "--kind", "message"], [Side.Baize]) { Quick = true },
        new("w1-owner", "W1 `signal`, all members of a room on its owner", [.. W1, "--placement", "owner"], [Side.Baize]),
        new("w2", "W2: one room of 1,000, 20 msg/s", ["--rooms", "1", "--members", "1000", "--rate", "20"], [Side.Baize, Side.SignalR]) { Quick = true },
        new("w3", "W3: one room of 5,000, 2 msg/s", ["--rooms", "1", "--members", "5000", "--rate", "2"], [Side.Baize, Side.SignalR]),
        new("w4", "W4: idle connections, in no room", ["--members", "0"], [Side.Baize, Side.SignalR]) { Fresh = true, IsIdle = true, Quick = true },
        new("w4-rooms", "W4: idle connections, in rooms of 4", ["--members", "4"], [Side.Baize, Side.SignalR]) { Fresh = true, IsIdle = true },
        new("w5", "W5: W1's rate raised until loss or p99 > 100 ms", ["--rooms", "250", "--members", "4", "--rate", "15", "--ramp"], [Side.Baize, Side.SignalR]) { IsRamp = true, Duration = 6 },
        new("w16", "W1 `signal`, members on two of 2 or of 16 instances", [.. W1], [Side.Baize, Side.Baize16]),
    ];
}
