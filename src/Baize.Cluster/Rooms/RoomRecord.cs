namespace Baize.Cluster.Rooms;

/// <summary>A room's record as a claim hands it over: all that a new owner needs to go on.</summary>
/// <param name="Term">This owner's term; every write must carry it.</param>
/// <param name="LogId">Names the history.</param>
/// <param name="Seq">The log's head.</param>
/// <param name="State">The snapshot; empty where the room is new and has none.</param>
/// <param name="Applied">The requests applied lately, oldest first, as the owner encoded them.</param>
/// <param name="Edges">Instances that have members of the room, as the last owner knew them.</param>
/// <param name="IsNew">Whether this claim made the record.</param>
public sealed record RoomRecord(
    long Term,
    string LogId,
    long Seq,
    ReadOnlyMemory<byte> State,
    IReadOnlyList<ReadOnlyMemory<byte>> Applied,
    IReadOnlyList<string> Edges,
    bool IsNew);
