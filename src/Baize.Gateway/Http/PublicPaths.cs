namespace Baize.Gateway.Http;

/// <summary>
/// Which paths the outside may ask for. What stands behind is asked in its own words at the end, so a path is judged by everything
/// that a server might take it for: decoded as often as it can be, with any slash, dots resolved.
/// </summary>
internal static class PublicPaths
{
    /// <summary>Rounds of decoding: nobody encodes more often who means well.</summary>
    private const int MaxRounds = 5;

    private static readonly string[] Inside = ["internal", "metrics"];

    /// <summary>Whether a path is public.</summary>
    public static bool Allows(string path)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            if (!IsHarmless(path))
                return false;
            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
                return true;
            path = decoded;
        }
        return false;
    }

    private static bool IsHarmless(string path)
    {
        var segments = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        var first = true;
        foreach (var segment in segments)
        {
            var name = Name(segment);
            if (name is "." or "..")
                return false; // the server has resolved those that are written plainly
            if (first && name.Length == 0)
                continue; // some read it as nothing, and the next as the first
            if (first && Inside.Contains(name, StringComparer.OrdinalIgnoreCase))
                return false;
            first = false;
        }
        return true;
    }

    // Without what some servers pass over: a parameter (;a=b), blanks and control characters at the ends.
    private static string Name(string segment)
    {
        var end = segment.IndexOf(';', StringComparison.Ordinal);
        return string.Concat((end < 0 ? segment : segment[..end]).Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c)));
    }
}
