using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Who may do what. Section <c>auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Key of the players' tokens (HS256), 32 bytes or more. Required when APP_ENV=prod; else generated where empty.</summary>
    [ConfigurationKeyName("jwt_secret")]
    public string JwtSecret { get; set; } = "";

    /// <summary>What trusted services send as <c>X-Internal-Key</c>. Required when APP_ENV=prod; else generated where empty.</summary>
    [ConfigurationKeyName("internal_key")]
    public string InternalKey { get; set; } = "";

    /// <summary>Origins that browsers may come from, comma-separated (<c>https://play.example</c>, <c>*</c> for any); empty: the same host only.</summary>
    [ConfigurationKeyName("allowed_origins")]
    public string AllowedOrigins { get; set; } = "";
}
