namespace Baize.Admin.Rooms;

/// <summary>Who of a room is connected to an instance: a game server's <c>GET /internal/rooms/{id}/connections</c>.</summary>
internal sealed record ConnectionsBody(string InstanceId, IReadOnlyList<ConnectedMember>? Members);
