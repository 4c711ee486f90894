namespace Baize.Rooms.Runtime;

/// <summary>The requests that took effect lately, each with its answer.</summary>
internal sealed class AppliedRequests
{
    /// <summary>How many are remembered: 20 s of a room at its members' full pace, far more than a client has unanswered.</summary>
    private const int Capacity = 1024;

    private readonly Dictionary<(long UserId, string Id), (long Seq, long Ordinal)> _known = [];
    private readonly Queue<((long UserId, string Id) Key, long Ordinal)> _order = new(); // most rooms never fill it
    private long _ordinal;

    public bool TryGet(long userId, string id, out long seq)
    {
        var found = _known.TryGetValue((userId, id), out var applied);
        seq = applied.Seq;
        return found;
    }

    /// <summary>Remembers one; it replaces an older one of the same user and id.</summary>
    public void Add(in AppliedRequest applied)
    {
        if (_order.Count == Capacity)
        {
            var (oldest, ordinal) = _order.Dequeue();
            if (_known.TryGetValue(oldest, out var known) && known.Ordinal == ordinal)
                _known.Remove(oldest);
        }
        var key = (applied.UserId, applied.Id);
        _known[key] = (applied.Seq, ++_ordinal);
        _order.Enqueue((key, _ordinal));
    }
}
