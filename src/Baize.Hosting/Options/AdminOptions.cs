using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>The admin page. Section <c>admin</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>Hash of the operators' password, as <c>bin/admin hash-password</c> makes it. Required when APP_ENV=prod; else a password is generated where empty.</summary>
    [ConfigurationKeyName("password_hash")]
    public string PasswordHash { get; set; } = "";

    /// <summary>Where the API is, <c>http://host:port[,…]</c>: the first that answers is asked. Empty: <c>server.port</c> on this host.</summary>
    public string Api { get; set; } = "";

    /// <summary>Minutes without a click after which a session ends. Default 60; 1 to 10080.</summary>
    [ConfigurationKeyName("session_minutes")]
    public int SessionMinutes { get; set; } = 60;

    /// <summary>Attempts to log in that one address has per minute. Default 10; 1 to 1000.</summary>
    [ConfigurationKeyName("logins_per_minute")]
    public int LoginsPerMinute { get; set; } = 10;

    /// <summary>Where it is written who did what, a JSON object a line. Empty: <c>admin-audit.jsonl</c> in the folder for state.</summary>
    [ConfigurationKeyName("audit_file")]
    public string AuditFile { get; set; } = "";
}
