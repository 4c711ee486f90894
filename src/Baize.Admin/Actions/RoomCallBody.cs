namespace Baize.Admin.Actions;

/// <summary>Body of a game server's <c>POST /internal/rooms/{id}/calls</c>.</summary>
/// <param name="Kind"><c>close</c> or <c>kick</c>.</param>
/// <param name="UserId">0: the operator.</param>
/// <param name="Id">Request id: asking a second instance does it once.</param>
/// <param name="Data">Whom to kick.</param>
internal sealed record RoomCallBody(string Kind, long UserId, string Id, KickRequest? Data);
