using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Baize.Hosting.Auth;

/// <summary>The operators' password: kept as a hash alone, by ASP.NET Identity's hasher (PBKDF2, HMAC-SHA512, a salt of 128 bits).</summary>
public static class AdminPassword
{
    /// <summary>As OWASP recommends for PBKDF2 with SHA-512; about a tenth of a second.</summary>
    private const int Iterations = 210_000;

    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789"; // none that are mistaken for another
    private const int GeneratedLength = 16;
    private const byte FormatV3 = 1;
    private const int ShortestHash = 13 + 16 + 16; // head, salt, subkey

    private static readonly object User = new(); // the hasher has no use for it

    private static readonly PasswordHasher<object> Hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    /// <summary>Hashes a password, with a new salt each time.</summary>
    public static string Hash(string password) => Hasher.HashPassword(User, password);

    /// <summary>Whether a password is the one that was hashed.</summary>
    public static bool Verify(string hash, string password) => Hasher.VerifyHashedPassword(User, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Whether a text is a hash that <see cref="Hash"/> may have made.</summary>
    public static bool IsHash(string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= ShortestHash && bytes[0] == FormatV3;
    }

    /// <summary>Makes a password up: 79 bits.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Letters, GeneratedLength);
}
