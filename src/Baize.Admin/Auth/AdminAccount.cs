using System.Security.Cryptography;
using System.Text;
using Baize.Hosting.Auth;

namespace Baize.Admin.Auth;

/// <summary>Who may come in: whoever knows the one password.</summary>
/// <param name="passwordHash">As <see cref="AdminPassword.Hash"/> made it.</param>
internal sealed class AdminAccount(string passwordHash)
{
    /// <summary>Changes with the password: a session that bears another is over.</summary>
    public string Stamp { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)).AsSpan(0, 8));

    /// <summary>Whether this is the password. Takes a tenth of a second of CPU: limit who may ask.</summary>
    public bool IsPassword(string password) => AdminPassword.Verify(passwordHash, password);
}
