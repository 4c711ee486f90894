using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Baize.PlatformTests.Faults;

/// <summary>Finds playing cards in bytes, in any form that JSON could carry them: as words, with escapes, as rank and suit, in JSON within a string, in base64.</summary>
internal static partial class CardFinder
{
    private const string Ranks = "3 4 5 6 7 8 9 10 J Q K A 2";
    private const int MaxNesting = 4;

    private static readonly string[] RankNames = Ranks.Split(' ');

    /// <summary>Words that are cards, wherever they stand.</summary>
    /// <returns>Each card and where it begins.</returns>
    public static IEnumerable<(string Card, int At)> InBytes(byte[] bytes) =>
        CardWord().Matches(Encoding.Latin1.GetString(bytes)).Select(match => (match.Value, match.Index));

    /// <summary>All cards within a JSON document.</summary>
    public static IReadOnlySet<string> InJson(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 128 });
        var found = new HashSet<string>(StringComparer.Ordinal);
        Look(JsonElement.ParseValue(ref reader), found, depth: 0);
        return found;
    }

    private static void Look(JsonElement element, HashSet<string> found, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Look(item, found, depth);
                break;
            case JsonValueKind.Object:
                if (Named(element) is { } card)
                    found.Add(card);
                foreach (var property in element.EnumerateObject())
                {
                    LookAtText(property.Name, found, depth);
                    Look(property.Value, found, depth);
                }
                break;
            case JsonValueKind.String:
                LookAtText(element.GetString()!, found, depth);
                break;
        }
    }

    private static void LookAtText(string text, HashSet<string> found, int depth)
    {
        foreach (Match match in CardWord().Matches(text))
            found.Add(match.Value);
        if (depth == MaxNesting || text.Length < 3)
            return;
        if (text[0] is '{' or '[' or '"')
            TryLook(text, found, depth + 1);
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        if (Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length))
            LookAtText(Encoding.UTF8.GetString(bytes, 0, length), found, depth + 1);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void TryLook(string json, HashSet<string> found, int depth)
    {
        try
        {
            Look(JsonElement.Parse(json), found, depth);
        }
        catch (JsonException)
        {
            // no JSON after all; the words in it have been looked at
        }
    }

    // {"rank": 3 to 15, "suit": 0 to 3 or its name}
    private static string? Named(JsonElement element)
    {
        string? rank = null, suit = null;
        foreach (var property in element.EnumerateObject())
        {
            var value = property.Value.ToString();
            if (property.Name.Equals("rank", StringComparison.OrdinalIgnoreCase))
                rank = int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number is >= 3 and <= 15 ? RankNames[number - 3] : value;
            else if (property.Name.Equals("suit", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
                suit = int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 3 ? "SHCD"[number].ToString() : value[..1].ToUpperInvariant();
        }
        return rank is not null && suit is not null && CardWord().IsMatch(rank + suit) ? rank + suit : null;
    }

    [GeneratedRegex("(?<![A-Za-z0-9])(?:10|[3-9JQKA2])[SHCD](?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex CardWord();
}
