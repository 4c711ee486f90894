using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Baize.PlatformTests.Support;

/// <summary>Players' tokens, good and bad, made without the platform's own code: by the contract alone.</summary>
internal static class Tokens
{
    /// <summary>The secret of all platforms under test.</summary>
    public const string Secret = "a-secret-of-the-tests-32-bytes-or-more";

    private static long _users = 1_000;

    /// <summary>A user id that no other test has.</summary>
    public static long NewUser() => Interlocked.Increment(ref _users);

    /// <summary>A token as the API issues it.</summary>
    public static string Valid(long userId, string? name = null) => Signed(userId.ToString(CultureInfo.InvariantCulture), name ?? $"user {userId}", TimeSpan.FromHours(1));

    /// <summary>One that expired an hour ago: beyond any allowance for clocks that differ.</summary>
    public static string Expired(long userId) => Signed(userId.ToString(CultureInfo.InvariantCulture), "late", TimeSpan.FromHours(-1));

    /// <summary>A valid form with somebody else's signature.</summary>
    public static string WrongKey(long userId) =>
        Signed(userId.ToString(CultureInfo.InvariantCulture), "forged", TimeSpan.FromHours(1), "another-secret-of-32-bytes-or-even-more");

    /// <summary>A valid signature of a subject that is no user id.</summary>
    public static string Subject(string subject) => Signed(subject, "odd", TimeSpan.FromHours(1));

    /// <summary>The oldest trick: <c>alg: none</c> and no signature.</summary>
    public static string Unsigned(long userId) =>
        $"{Encode(new { alg = "none", typ = "JWT" })}.{Encode(new { sub = $"{userId}", name = "nobody", exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() })}.";

    /// <summary>A valid token whose user was changed afterwards.</summary>
    public static string Tampered(long userId, long other)
    {
        var parts = Valid(userId).Split('.');
        return $"{parts[0]}.{Encode(new { sub = $"{other}", name = "other", exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() })}.{parts[2]}";
    }

    private static string Signed(string subject, string name, TimeSpan lifetime, string secret = Secret)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret));
        var expires = DateTimeOffset.UtcNow + lifetime;
        var claims = JsonSerializer.Serialize(new { sub = subject, name, exp = expires.ToUnixTimeSeconds() });
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
            .CreateToken(claims, new SigningCredentials(key, SecurityAlgorithms.HmacSha256));
    }

    private static string Encode(object part) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(part));
}
