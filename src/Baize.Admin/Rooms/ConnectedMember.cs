namespace Baize.Admin.Rooms;

/// <summary>A user who is connected to an instance and in a room.</summary>
internal sealed record ConnectedMember(long UserId, string? Name, int Connections, bool Spectates);
