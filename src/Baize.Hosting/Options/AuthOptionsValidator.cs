using System.Text;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <param name="isProduction">Whether secrets must be given.</param>
internal sealed class AuthOptionsValidator(bool isProduction) : IValidateOptions<AuthOptions>
{
    /// <summary>HS256 wants a key as long as its hash (RFC 7518, 3.2).</summary>
    public const int MinSecretBytes = 32;

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var faults = new OptionFaults("auth");
        var bytes = Encoding.UTF8.GetByteCount(options.JwtSecret);
        if (bytes == 0 && isProduction)
            faults.AddSecret("jwt_secret", $"is empty; allowed where APP_ENV=prod: {MinSecretBytes} bytes or more (openssl rand -base64 48).");
        else if (bytes is > 0 and < MinSecretBytes)
            faults.AddSecret("jwt_secret", $"has {bytes} bytes; allowed: {MinSecretBytes} or more (openssl rand -base64 48).");

        if (options.InternalKey.Length == 0 && isProduction)
            faults.AddSecret("internal_key", "is empty; allowed where APP_ENV=prod: a key that trusted services share (openssl rand -base64 32).");
        else if (options.InternalKey.Any(c => c is <= ' ' or > '~'))
            faults.AddSecret("internal_key", "has characters that no HTTP header bears; allowed: ASCII without spaces.");

        foreach (var origin in options.AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IsOrigin(origin))
                faults.Add("allowed_origins", origin, "scheme://host[:port] without a path, comma-separated; * for any; or empty, for the same host");
        }
        return faults.Build();
    }

    private static bool IsOrigin(string origin) =>
        origin == "*"
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.UserInfo.Length == 0
            && uri.PathAndQuery == "/" && !origin.EndsWith('/') && uri.Fragment.Length == 0);
}
