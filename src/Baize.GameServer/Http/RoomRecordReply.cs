using System.Text.Json;
using Baize.Protocol.Rooms;

namespace Baize.GameServer.Http;

/// <summary>Reply of <c>GET /internal/rooms/{id}/record</c>: what the store has of a room.</summary>
/// <param name="Room">As listings show it; absent before its first commit.</param>
/// <param name="Owner">The instance that holds it; empty where none does.</param>
/// <param name="Term">The owner's term.</param>
/// <param name="Log">Names the history.</param>
/// <param name="Seq">The log's head.</param>
/// <param name="Edges">Instances that have members, as the owner last wrote them.</param>
/// <param name="StateBytes">Size of the rules' snapshot.</param>
/// <param name="Tail">The log's last events, oldest first, as those see them who are no players; one that they see nothing of has its position alone.</param>
internal sealed record RoomRecordReply(
    RoomInfo? Room, string Owner, long Term, string Log, long Seq, IReadOnlyList<string> Edges, long StateBytes, IReadOnlyList<JsonElement> Tail);
