namespace Baize.Cluster.Rooms;

/// <summary>What an owner's memory holds of a room that the store has lost.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Owner">The writer.</param>
/// <param name="Term">The writer's term.</param>
/// <param name="LogId">The history that was lost.</param>
/// <param name="Seq">The head as it was acknowledged.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="State">The snapshot.</param>
/// <param name="Summary">What listings show.</param>
/// <param name="Edges">Instances that have members.</param>
public sealed record RoomRestore(
    string RoomId,
    string Owner,
    long Term,
    string LogId,
    long Seq,
    long CreatedAt,
    ReadOnlyMemory<byte> State,
    RoomSummary Summary,
    IReadOnlyList<string> Edges)
{
    /// <summary>The requests applied lately, oldest first, as the owner encodes them: they take effect once, whatever the store loses.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Applied { get; init; } = [];

    /// <summary>The last entries of the log up to <see cref="Seq"/>, as many as the owner has: for edges that have not been told of them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Tail { get; init; } = [];
}
