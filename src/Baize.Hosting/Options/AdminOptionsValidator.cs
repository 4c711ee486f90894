using Baize.Hosting.Auth;
using Microsoft.Extensions.Options;

namespace Baize.Hosting.Options;

/// <remarks>That production needs a password is for the admin process alone to say: the others do without.</remarks>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var faults = new OptionFaults("admin");
        if (options.PasswordHash.Length > 0 && !AdminPassword.IsHash(options.PasswordHash))
            faults.AddSecret("password_hash", "is no hash; allowed: what `bin/admin hash-password` prints.");
        foreach (var address in options.Api.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
                faults.Add("api", address, "http://host:port, comma-separated; or empty, for the API on this host");
        }
        return faults.Build();
    }
}
