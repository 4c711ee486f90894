namespace Baize.Protocol.Api;

/// <summary>A guest's token.</summary>
/// <param name="Token">A JWT for <c>Authorization: Bearer</c> or <c>/ws?token=</c>.</param>
/// <param name="UserId">1 … 2^53−1.</param>
/// <param name="ExpiresAt">Unix milliseconds.</param>
public sealed record GuestReply(string Token, long UserId, long ExpiresAt);
