using System.Globalization;
using System.Security.Claims;
using System.Text;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Baize.Hosting.Auth;

/// <summary>The players' tokens: JWT, HS256, with <c>sub</c>, <c>name</c> and <c>exp</c>.</summary>
public sealed class UserTokens
{
    /// <summary>Longest token that is read, in characters: ours have about 200, and one travels in a URL.</summary>
    private const int MaxLength = 8192;

    private const int MaxNameLength = 64;

    private const long MaxUserId = (1L << 53) - 1; // what a JSON number holds exactly everywhere

    /// <summary>How far clocks of hosts may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength, SetDefaultTimesOnTokenCreation = false };
    private readonly TimeProvider _time;
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _parameters;

    /// <summary>Takes its key from <c>auth.jwt_secret</c>.</summary>
    public UserTokens(IOptions<AuthOptions> options, TimeProvider time)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Value.JwtSecret));
        _time = time;
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _parameters = new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            ValidateIssuer = false,
            ValidateAudience = false,
            LifetimeValidator = IsInTime, // the library's own takes the system's clock, and would take a token without exp
        };
    }

    /// <summary>Makes a token.</summary>
    public string Issue(UserIdentity user, DateTimeOffset expiresAt) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = user.UserId.ToString(CultureInfo.InvariantCulture),
            [JwtRegisteredClaimNames.Name] = user.Name,
        },
        IssuedAt = _time.GetUtcNow().UtcDateTime,
        Expires = expiresAt.UtcDateTime,
        SigningCredentials = _credentials,
    });

    /// <summary>Reads a token. Never throws: what is missing, malformed, wrongly signed, unsigned or expired is null.</summary>
    public ValueTask<UserIdentity?> ValidateAsync(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxLength)
            return ValueTask.FromResult<UserIdentity?>(null);
        var validation = _handler.ValidateTokenAsync(token, _parameters); // with a key at hand it never suspends
        return validation.IsCompletedSuccessfully
            ? ValueTask.FromResult(Identity(validation.Result))
            : AwaitAsync(validation);
    }

    private static async ValueTask<UserIdentity?> AwaitAsync(Task<TokenValidationResult> validation) => Identity(await validation);

    private bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now - Skew < end && (notBefore is not { } start || start <= now + Skew);
    }

    private static UserIdentity? Identity(TokenValidationResult result)
    {
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || UserId(token) is not { } userId)
            return null;
        return new UserIdentity(userId, Name(token) ?? $"user-{userId}");
    }

    private static long? UserId(JsonWebToken token)
    {
        if (!token.TryGetClaim(JwtRegisteredClaimNames.Sub, out var claim) || !IsStringOrInteger(claim) || claim.Value.StartsWith('0'))
            return null;
        return long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= MaxUserId ? id : null;
    }

    private static bool IsStringOrInteger(Claim claim) =>
        claim.ValueType is ClaimValueTypes.String or ClaimValueTypes.Integer or ClaimValueTypes.Integer32 or ClaimValueTypes.Integer64;

    private static string? Name(JsonWebToken token)
    {
        if (!token.TryGetClaim(JwtRegisteredClaimNames.Name, out var claim) || claim.ValueType != ClaimValueTypes.String)
            return null;
        var name = claim.Value.Trim();
        if (name.Length > MaxNameLength)
            name = name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)].TrimEnd();
        return name.Length > 0 ? name : null;
    }
}
