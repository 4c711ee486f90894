namespace Baize.Bench.Scaling.Check;

/// <summary>A real run.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Instances">Game servers.</param>
/// <param name="With">Of these, those that clients connect to.</param>
/// <param name="Kind"><c>signal</c> or <c>message</c>.</param>
/// <param name="Rooms">Rooms of four.</param>
/// <param name="Rate">Messages per room and second.</param>
internal sealed record Scenario(string Name, int Instances, int With, string Kind, int Rooms, double Rate)
{
    private const int Members = 4;

    /// <summary>At a rate at which hardly any share a publish, but for the last, which is W1's.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("signal-2", 2, 2, "signal", 100, 2),
        new("message-2", 2, 2, "message", 100, 2),
        new("batches-2", 2, 2, "signal", 250, 10),
        new("signal-16-on-2", 16, 2, "signal", 100, 2),
        new("message-16-on-2", 16, 2, "message", 100, 2),
        new("signal-16", 16, 16, "signal", 100, 2),
        new("message-16", 16, 16, "message", 100, 2),
    ];

    /// <summary>The same for the model.</summary>
    public Fleet Fleet => new(Instances, Rooms, Members, Kind == "signal" ? Rate : 0, Kind == "message" ? Rate : 0)
    {
        With = With,
        Spread = Spread.Rotation,
        LogsAreFull = false,
    };

    public IReadOnlyList<string> Arguments(int seconds) =>
    [
        "--kind", Kind, "--rooms", $"{Rooms}", "--members", $"{Members}", "--rate", FormattableString.Invariant($"{Rate}"), "--duration", $"{seconds}", "--warmup", "1",
    ];
}
