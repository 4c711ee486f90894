using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /internal/rooms/{id}/calls</c>: something asked of a room on behalf of a user, of any instance; it finds the owner.</summary>
/// <param name="Kind">One of <c>join leave message action ready cancel_ready start kick add_bot get_state close</c>.</param>
/// <param name="UserId">Who asks; 0: the platform itself (<c>close</c> and <c>kick</c> only).</param>
/// <param name="UserName">For the roster; may be empty but in <c>join</c>.</param>
/// <param name="Id">The request id: the same (user, id) takes effect once. Null: no such promise.</param>
/// <param name="Data">As in the frame of the same name.</param>
/// <param name="Spectate">Join only: watch, without a seat.</param>
public sealed record RoomCall(string? Kind, long UserId, string? UserName, string? Id, JsonElement? Data, bool Spectate = false);
