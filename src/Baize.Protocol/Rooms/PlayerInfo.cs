namespace Baize.Protocol.Rooms;

/// <summary>A member of a room, as everyone may see it.</summary>
/// <param name="UserId">1 … 2^53−1; a bot's is negative.</param>
/// <param name="Name">For people.</param>
/// <param name="Seat">From 0; null in a room without seats.</param>
/// <param name="Ready">Ready to start.</param>
/// <param name="Connected">Has a connection now.</param>
public sealed record PlayerInfo(long UserId, string Name, int? Seat, bool Ready, bool Connected);
