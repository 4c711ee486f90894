namespace Baize.Admin.Rooms;

/// <summary>A member of a room, as listings have it.</summary>
internal sealed record PlayerRow(long UserId, string? Name, int? Seat, bool Ready, bool Connected);
