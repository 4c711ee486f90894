namespace Baize.Hosting.Auth;

/// <summary>A player, as a valid token says.</summary>
/// <param name="UserId">1 … 2^53−1.</param>
/// <param name="Name">For people; never empty.</param>
public sealed record UserIdentity(long UserId, string Name);
