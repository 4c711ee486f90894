using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baize.Api.Errors;
using Baize.Hosting.Auth;
using Baize.Protocol.Api;
using Baize.Protocol.Rooms;

namespace Baize.Api.Auth;

/// <summary>Makes guests: a name, a random id, a token for a day. Nothing is kept: the token says it all.</summary>
internal sealed class GuestLogin(UserTokens tokens, TimeProvider time)
{
    /// <summary>Longest name, in Unicode characters.</summary>
    public const int MaxName = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public IResult Login(GuestRequest request)
    {
        var name = request.Name?.Trim();
        if (string.IsNullOrEmpty(name) || name.EnumerateRunes().Count() > MaxName || !IsText(name))
            return Problems.BadField("name", request.Name, string.Create(CultureInfo.InvariantCulture, $"1 to {MaxName} characters, no control characters"));
        var user = new UserIdentity(NewId(), name);
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()); // a JWT knows whole seconds
        return TypedResults.Ok(new GuestReply(tokens.Issue(user, expiresAt), user.UserId, expiresAt.ToUnixTimeMilliseconds()));
    }

    // Of 2^53: that two of a million guests get the same has a chance of 1 in 18,000.
    private static long NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var id = BinaryPrimitives.ReadInt64LittleEndian(bytes) & UserId.Max;
            if (UserId.IsValid(id))
                return id;
        }
    }

    // Line breaks and overrides of the writing direction would let a name pass for something else in a roster or a log.
    private static bool IsText(string name) => name.EnumerateRunes().All(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD));
}
