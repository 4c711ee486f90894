namespace Baize.GameServer.Edge;

/// <summary>A token bucket: <c>limits.messages_per_second</c>, a burst of twice that. Used by the connection's reader only.</summary>
internal sealed class RateLimit(int perSecond)
{
    private double _tokens = 2.0 * perSecond;
    private double _patience = 2.0 * perSecond;
    private TimeSpan _last;

    /// <summary>Counts a frame.</summary>
    /// <param name="now">Any clock that only goes forward.</param>
    public RateVerdict Count(TimeSpan now)
    {
        var earned = (now - _last).TotalSeconds * perSecond;
        _last = now;
        _tokens = Math.Min(2.0 * perSecond, _tokens + earned);
        _patience = Math.Min(2.0 * perSecond, _patience + earned);
        if (_tokens >= 1)
        {
            _tokens--;
            return RateVerdict.Allowed;
        }
        // Told so, and told again; who goes on all the same for as many frames as a burst has is put out.
        _patience -= 1;
        return _patience > 0 ? RateVerdict.Refused : RateVerdict.PutOut;
    }
}
