namespace Baize.Client.Connections;

/// <summary>
/// A token bucket that keeps the client under the server's rate limit, so that what waited through an outage is not refused
/// when it is sent. The server allows a burst of twice the rate; the client uses less, for a network that bunches frames.
/// </summary>
internal sealed class Pace(int perSecond, TimeSpan now)
{
    private readonly double _burst = Math.Max(1, 1.5 * perSecond);
    private double _tokens = Math.Max(1, 1.5 * perSecond);
    private TimeSpan _last = now;

    /// <summary>Takes a token.</summary>
    /// <returns>Zero where there was one, else how long until there is.</returns>
    public TimeSpan Take(TimeSpan now)
    {
        if (perSecond == 0)
            return TimeSpan.Zero;
        _tokens = Math.Min(_burst, _tokens + (now - _last).TotalSeconds * perSecond);
        _last = now;
        if (_tokens < 1)
            return TimeSpan.FromSeconds((1 - _tokens) / perSecond) + TimeSpan.FromMilliseconds(1); // timers count whole ones
        _tokens--;
        return TimeSpan.Zero;
    }
}
