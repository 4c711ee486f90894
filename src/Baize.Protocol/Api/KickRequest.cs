namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /rooms/{id}/kick</c>.</summary>
/// <param name="UserId">Who goes; a bot's id is negative.</param>
/// <param name="Id">The request id, 1 to 64 characters: the same id takes effect once.</param>
public sealed record KickRequest(long UserId, string? Id = null);
