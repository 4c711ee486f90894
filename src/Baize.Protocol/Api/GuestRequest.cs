namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /auth/guest</c>.</summary>
/// <param name="Name">1 to 32 characters.</param>
public sealed record GuestRequest(string? Name);
