using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Baize.Api.Rooms;

/// <summary>Ids for new rooms: ten characters that survive a URL and being read aloud. Of 56^10 the millionth meets an older one with a chance of 1 in 300,000,000,000.</summary>
internal static class RoomIds
{
    private const int Length = 10;
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"; // without 0 O 1 I l

    /// <summary>A random id.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The id that a user's request id stands for: the same request, sent again, makes the same room.</summary>
    public static string Of(long userId, string requestId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{userId}:{requestId}")));
        return string.Create(Length, hash, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
                id[i] = Alphabet[(bytes[2 * i] * 256 + bytes[2 * i + 1]) % Alphabet.Length];
        });
    }
}
