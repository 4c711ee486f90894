using System.Buffers;

namespace Baize.Cluster.Bus;

/// <summary>
/// The way to one other instance. Self-clocked: what is sent while nothing is under way goes at once, what is sent while a
/// publish is under way goes together in the next. No timer: a fixed delay makes a lone sender slow and a busy one no faster.
/// </summary>
/// <param name="head">The head of each batch.</param>
/// <param name="publish">Publishes a batch; the number of receivers, or null where the store is away. Throws nothing.</param>
/// <param name="landed">Told of each batch that has been published. Throws nothing.</param>
/// <param name="closed">Called when the link ends: it was idle, and nobody had listened at its other end.</param>
internal sealed class BusLink(byte[] head, Func<ReadOnlyMemory<byte>, Task<long?>> publish, Action<BusFlush> landed, Action<BusLink> closed)
{
    /// <summary>Bytes that may wait for one destination. Beyond it entries are dropped: events are in the log, requests are asked again.</summary>
    public const int MaxWaiting = 8 * 1024 * 1024;

    /// <summary>A buffer that has grown over this is not kept: a burst to every instance would else stay in memory for good.</summary>
    public const int MaxKept = 64 * 1024;

    /// <summary>Bytes that wait for the publish under way to end, as of a moment ago.</summary>
    public int Waiting => _gathering.WrittenCount - head.Length;

    /// <summary>Bytes of memory that it holds: for tests.</summary>
    internal int Kept
    {
        get
        {
            lock (_lock)
                return _gathering.Capacity + (_spare?.Capacity ?? 0);
        }
    }

    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _gathering = New(head);
    private ArrayBufferWriter<byte>? _spare;
    private List<ulong> _requests = [];
    private int _entries;
    private bool _busy;
    private bool _closed;

    /// <summary>Hands an entry over; it is copied.</summary>
    public BusSend Send(BusEntryType type, byte kind, ulong number, ReadOnlySpan<byte> body)
    {
        lock (_lock)
        {
            if (_closed)
                return BusSend.Closed;
            if ((long)_gathering.WrittenCount + body.Length > MaxWaiting)
                return BusSend.Full;
            BusBatch.Append(_gathering, type, kind, number, body);
            _entries++;
            if (type is BusEntryType.Request or BusEntryType.Echo)
                _requests.Add(number);
            if (_busy)
                return BusSend.Taken;
            _busy = true;
        }
        if (!BusGathering.TryHold(this))
            Flush();
        return BusSend.Taken;
    }

    /// <summary>What was kept back goes.</summary>
    public void Flush() => _ = FlushAsync();

    private async Task FlushAsync()
    {
        var receivers = default(long?);
        while (true)
        {
            ArrayBufferWriter<byte> batch;
            List<ulong> requests;
            int entries;
            lock (_lock)
            {
                if (_entries == 0)
                {
                    _busy = false;
                    if (receivers == 0)
                    {
                        _closed = true;
                        closed(this); // within the lock: who is told Closed finds the way free for a new link
                    }
                    return;
                }
                (batch, requests, entries) = (_gathering, _requests, _entries);
                (_gathering, _requests, _entries) = (_spare ?? New(head), [], 0);
                _spare = null;
            }
            receivers = await publish(batch.WrittenMemory);
            landed(new BusFlush(receivers, entries, requests));
            if (batch.Capacity > MaxKept)
                continue;
            batch.ResetWrittenCount();
            batch.Write(head);
            _spare = batch; // only this loop touches it, and there is one loop at a time
        }
    }

    private static ArrayBufferWriter<byte> New(byte[] head)
    {
        var writer = new ArrayBufferWriter<byte>(1024);
        writer.Write(head);
        return writer;
    }
}
