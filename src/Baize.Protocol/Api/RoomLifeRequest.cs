namespace Baize.Protocol.Api;

/// <summary>Body of <c>leave</c>, <c>ready</c>, <c>cancel-ready</c>, <c>start</c> and <c>bots</c>; may be left out.</summary>
/// <param name="Id">The request id, 1 to 64 characters: the same id takes effect once.</param>
public sealed record RoomLifeRequest(string? Id);
