using System.Globalization;
using System.Security.Claims;
using Baize.Hosting.Auth;

namespace Baize.Api.Auth;

/// <summary>Who calls, as <see cref="PlayerAuthenticationHandler"/> found out.</summary>
internal static class PlayerClaims
{
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Trusted = "trusted";

    /// <summary>The policy of endpoints that a trusted service may call as well as a player.</summary>
    public const string PlayerOrTrusted = "player-or-trusted";

    /// <summary>The player; null where a trusted service calls for nobody.</summary>
    public static UserIdentity? FindPlayer(this ClaimsPrincipal caller) =>
        caller.FindFirst(UserId) is { } id ? new UserIdentity(long.Parse(id.Value, CultureInfo.InvariantCulture), caller.FindFirst(Name)!.Value) : null;

    /// <summary>The player, where the endpoint's policy asks for one.</summary>
    public static UserIdentity Player(this ClaimsPrincipal caller) =>
        caller.FindPlayer() ?? throw new InvalidOperationException("The endpoint's policy lets nobody in but players.");

    /// <summary>Whether it bears the internal key.</summary>
    public static bool IsTrusted(this ClaimsPrincipal caller) => caller.HasClaim(c => c.Type == Trusted);
}
