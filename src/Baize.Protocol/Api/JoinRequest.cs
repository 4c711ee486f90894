namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /rooms/{id}/join</c>; may be left out.</summary>
/// <param name="Spectate">Watch without a seat: the public view only.</param>
/// <param name="Id">The request id, 1 to 64 characters.</param>
public sealed record JoinRequest(bool Spectate = false, string? Id = null);
