using Baize.Cluster.Bus;

namespace Baize.Cluster.Rooms;

/// <summary>One atomic write to a room's record. Safe to repeat as the same object: it names the position it starts from and bears a number.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Term">The writer's term.</param>
/// <param name="LogId">The history it belongs to.</param>
/// <param name="BaseSeq">The head before it.</param>
/// <param name="Events">Entries for positions <paramref name="BaseSeq"/> + 1 and on.</param>
public sealed record RoomCommit(string RoomId, long Term, string LogId, long BaseSeq, IReadOnlyList<ReadOnlyMemory<byte>> Events)
{
    private static long _last;

    /// <summary>
    /// Rises from commit to commit of this process, the only writer of its terms. The store keeps the last one: a commit whose
    /// answer was lost is known again, also where it has no events, and one that was delayed on the way changes nothing.
    /// </summary>
    public long Number { get; } = Interlocked.Increment(ref _last);

    /// <summary>Requests that took effect, encoded by the owner.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Applied { get; init; } = [];

    /// <summary>The new snapshot; null where it has not changed.</summary>
    public ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>What listings show; null where it has not changed.</summary>
    public RoomSummary? Summary { get; init; }

    /// <summary>Instances that have members; null where they have not changed.</summary>
    public IReadOnlyList<string>? Edges { get; init; }

    /// <summary>
    /// What others are told when it stands, by the store itself: <see cref="BusMessage.IsHeard"/> says afterwards whether it was published.
    /// A commit that is repeated may have published them before without knowing: then they are told again, by the bus.
    /// </summary>
    public IReadOnlyList<BusMessage> Messages { get; set; } = [];

    /// <summary>How many entries the log keeps at least, 1 or more; a store may cut it only when it has an eighth more.</summary>
    public int KeepEvents { get; init; } = 256;

    /// <summary>How many bytes of entries the log keeps, the newest entry whatever its size. Default 1 MiB: 64 times the largest frame.</summary>
    public int KeepBytes { get; init; } = 1024 * 1024;

    /// <summary>The head after it.</summary>
    public long NewSeq => BaseSeq + Events.Count;
}
