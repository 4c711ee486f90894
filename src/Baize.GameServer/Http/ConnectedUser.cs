namespace Baize.GameServer.Http;

/// <summary>A user of a room who is connected here.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Name">As the token has it.</param>
/// <param name="Connections">That are in the room.</param>
/// <param name="Spectates">Watches alone.</param>
internal sealed record ConnectedUser(long UserId, string Name, int Connections, bool Spectates);
