namespace Baize.Bench.Scaling;

/// <summary>What is to be carried.</summary>
/// <param name="Instances">All.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Connected members of each.</param>
/// <param name="Signals">Per room and second.</param>
/// <param name="Messages">Per room and second.</param>
internal sealed record Fleet(int Instances, double Rooms, int Members, double Signals, double Messages)
{
    /// <summary>Share of rooms all of whose members are with the owner: what the gateway's routing by room, or <c>GET /rooms/{id}/connect</c>, is for.</summary>
    public double LocalShare { get; init; }

    /// <summary>How the others' members come to be at instances.</summary>
    public Spread Spread { get; init; }

    /// <summary>Instances that have members; all, if 0.</summary>
    public int With { get; init; }

    /// <summary>Bytes of a message's <c>data</c>.</summary>
    public int Payload { get; init; } = 100;

    /// <summary>Whether logs are full, so that each commit also trims one.</summary>
    public bool LogsAreFull { get; init; } = true;

    public int Concerned => With > 0 ? With : Instances;

    public double Deliveries => Rooms * Members * (Signals + Messages);
}
