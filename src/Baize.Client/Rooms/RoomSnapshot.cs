using System.Text.Json;
using Baize.Protocol.Rooms;

namespace Baize.Client.Rooms;

/// <summary>A room at a position.</summary>
/// <param name="Order">Rises with each; a later one is never followed by an earlier one.</param>
/// <param name="Log">Names the history; null before the first join.</param>
/// <param name="Seq">The position.</param>
/// <param name="Info">Roster and status; null before the first join.</param>
/// <param name="State">The own view of the game.</param>
internal sealed record RoomSnapshot(long Order, string? Log, long Seq, RoomInfo? Info, JsonElement State);
