using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Auth;

/// <summary>The players' tokens: JWT, HS256, with <c>sub</c>, <c>name</c> and <c>exp</c>.</summary>
public sealed class UserTokens(IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>Makes a token.</summary>
    public string Issue(UserIdentity user, DateTimeOffset expiresAt) => throw new NotImplementedException($"{options} {time} {user} {expiresAt}");

    /// <summary>Reads a token. Never throws: what is missing, malformed, wrongly signed, unsigned or expired is null.</summary>
    public ValueTask<UserIdentity?> ValidateAsync(string? token) => throw new NotImplementedException(token);
}
