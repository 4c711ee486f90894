using System.Text.Json;

namespace Baize.Admin.Rooms;

/// <summary>A room's record, as a game server's <c>GET /internal/rooms/{id}/record</c> gives it.</summary>
internal sealed record RoomRecordBody(RoomRow? Room, string Owner, long Term, string Log, long Seq)
{
    /// <summary>The instances that have members, as the owner last wrote.</summary>
    public IReadOnlyList<string> Edges { get; init; } = [];

    /// <summary>Size of the rules' snapshot.</summary>
    public long StateBytes { get; init; }

    /// <summary>The log's end as everyone may see it: what is hidden from others is not shown to operators either.</summary>
    public IReadOnlyList<JsonElement> Tail { get; init; } = [];
}
