using System.Globalization;

namespace Baize.Up;

/// <summary>How long a process that died stays down.</summary>
internal static class RestartDelay
{
    /// <summary>A process that lived this long begins with the shortest delay again.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>1, 2, 4, … up to 30 s, give or take a fifth, so that processes that died together do not start together.</summary>
    /// <param name="deaths">Deaths in a row, from 1.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan After(int deaths, double random)
    {
        var seconds = Math.Min(Math.Pow(2, Math.Min(deaths - 1, 10)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.8 + 0.4 * random));
    }

    /// <summary>An exit code in words.</summary>
    public static string Describe(int exitCode) => exitCode switch
    {
        0 => "left on its own account",
        > 128 and < 160 => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {exitCode - 128}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"died with exit code {exitCode}"),
    };
}
