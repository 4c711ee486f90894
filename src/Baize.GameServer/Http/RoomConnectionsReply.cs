namespace Baize.GameServer.Http;

/// <summary>Reply of <c>GET /internal/rooms/{id}/connections</c>: who of a room is connected to this instance.</summary>
/// <param name="InstanceId">This instance.</param>
/// <param name="Members">Users, each once.</param>
internal sealed record RoomConnectionsReply(string InstanceId, IReadOnlyList<ConnectedUser> Members);
