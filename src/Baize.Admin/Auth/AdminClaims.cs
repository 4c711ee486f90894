using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Baize.Admin.Auth;

/// <summary>What is known of a caller.</summary>
internal static class AdminClaims
{
    public const string Stamp = "stamp";

    /// <summary>Longest name; it is what people say of themselves.</summary>
    public const int MaxName = 40;

    /// <summary>Someone who knows the password.</summary>
    public static ClaimsPrincipal Operator(string name, string stamp) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(Stamp, stamp)], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>The name as given, without what would spoil a line; <c>admin</c> where there is none.</summary>
    public static string CleanName(string? name)
    {
        var clean = new string([.. (name ?? "").Where(c => !char.IsControl(c))]).Trim();
        return clean.Length == 0 ? "admin" : clean.Length > MaxName ? clean[..MaxName] : clean;
    }
}
