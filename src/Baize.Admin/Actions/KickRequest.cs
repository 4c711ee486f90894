namespace Baize.Admin.Actions;

/// <summary>Body of <c>POST /rooms/{id}/kick</c>.</summary>
internal sealed record KickRequest(long? UserId);
