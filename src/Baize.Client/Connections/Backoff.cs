using System.Security.Cryptography;

namespace Baize.Client.Connections;

/// <summary>
/// How long to wait before the n-th try (from 1): doubled each time, bounded, and half of it random, so that the clients of a
/// dead server do not come back as one.
/// </summary>
internal static class Backoff
{
    public static TimeSpan Of(int attempt, TimeSpan min, TimeSpan max)
    {
        var full = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        return TimeSpan.FromMilliseconds(full * (0.5 + RandomNumberGenerator.GetInt32(1_000) / 2_000.0));
    }
}
