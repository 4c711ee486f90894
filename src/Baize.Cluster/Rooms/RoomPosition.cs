namespace Baize.Cluster.Rooms;

/// <summary>Where a room stands in the store, for operators.</summary>
/// <param name="Owner">The instance that holds it; empty where none does.</param>
/// <param name="Term">The owner's term.</param>
/// <param name="LogId">Names the history.</param>
/// <param name="Seq">The log's head.</param>
/// <param name="Edges">Instances that have members, as the owner last wrote them.</param>
/// <param name="StateBytes">Size of the snapshot.</param>
public sealed record RoomPosition(string Owner, long Term, string LogId, long Seq, IReadOnlyList<string> Edges, long StateBytes);
