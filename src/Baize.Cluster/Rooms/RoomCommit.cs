namespace Baize.Cluster.Rooms;

/// <summary>One atomic write to a room's record. Safe to repeat: it names the position it starts from.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Term">The writer's term.</param>
/// <param name="LogId">The history it belongs to.</param>
/// <param name="BaseSeq">The head before it.</param>
/// <param name="Events">Entries for positions <paramref name="BaseSeq"/> + 1 and on.</param>
public sealed record RoomCommit(string RoomId, long Term, string LogId, long BaseSeq, IReadOnlyList<ReadOnlyMemory<byte>> Events)
{
    /// <summary>Requests that took effect, encoded by the owner.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Applied { get; init; } = [];

    /// <summary>The new snapshot; null where it has not changed.</summary>
    public ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>What listings show; null where it has not changed.</summary>
    public RoomSummary? Summary { get; init; }

    /// <summary>Instances that have members; null where they have not changed.</summary>
    public IReadOnlyList<string>? Edges { get; init; }

    /// <summary>How many entries the log keeps.</summary>
    public int KeepEvents { get; init; } = 256;

    /// <summary>The head after it.</summary>
    public long NewSeq => BaseSeq + Events.Count;
}
