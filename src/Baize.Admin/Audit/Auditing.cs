using Baize.Admin.Auth;

namespace Baize.Admin.Audit;

/// <summary>Notes what a request did.</summary>
internal static class Auditing
{
    /// <param name="audit">The list.</param>
    /// <param name="http">The request; tells who and from where.</param>
    /// <param name="action">What.</param>
    /// <param name="target">To what.</param>
    /// <param name="fault">Why it was not done; null: it was.</param>
    /// <param name="detail">More.</param>
    /// <param name="actor">Who, where the request does not tell yet: at a login.</param>
    public static Task AddAsync(
        this AuditLog audit, HttpContext http, string action, string target, string? fault, string? detail = null, string? actor = null)
    {
        var identity = http.User.Identity;
        var via = identity is not { IsAuthenticated: true } ? "none" : identity.AuthenticationType == KeyAuthenticationHandler.SchemeName ? "key" : "session";
        return audit.AddAsync(new AuditEntry(
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds(),
            actor ?? identity?.Name ?? "", via, http.Connection.RemoteIpAddress?.ToString() ?? "", action, target, fault ?? "done", detail));
    }
}
