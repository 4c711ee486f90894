using System.Buffers;

namespace Baize.Cluster.Bus;

/// <summary>
/// The way to one other instance. Self-clocked: what is sent while nothing is under way goes at once, what is sent while a
/// publish is under way goes together in the next. No timer: a fixed delay makes a lone sender slow and a busy one no faster.
/// </summary>
/// <param name="head">The head of each batch.</param>
/// <param name="publish">Publishes a batch; the number of receivers, or null where the store is away.</param>
/// <param name="landed">Told of each batch: receivers, entries, and the requests in it.</param>
internal sealed class BusLink(byte[] head, Func<ReadOnlyMemory<byte>, Task<long?>> publish, Action<long?, int, IReadOnlyList<ulong>> landed)
{
    /// <summary>Bytes that may wait for one destination. Beyond it entries are dropped: events are in the log, requests are asked again.</summary>
    public const int MaxWaiting = 8 * 1024 * 1024;

    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _gathering = New(head);
    private ArrayBufferWriter<byte> _spare = New(head);
    private List<ulong> _requests = [];
    private int _entries;
    private bool _busy;

    /// <returns>False where the buffer is full.</returns>
    public bool TrySend(BusEntryType type, byte kind, ulong number, ReadOnlySpan<byte> body)
    {
        lock (_lock)
        {
            if (_gathering.WrittenCount + body.Length > MaxWaiting)
                return false;
            BusBatch.Append(_gathering, type, kind, number, body);
            _entries++;
            if (type == BusEntryType.Request)
                _requests.Add(number);
            if (_busy)
                return true;
            _busy = true;
        }
        _ = FlushAsync();
        return true;
    }

    private async Task FlushAsync()
    {
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
                    return;
                }
                (batch, requests, entries) = (_gathering, _requests, _entries);
                (_gathering, _requests, _entries) = (_spare, [], 0);
            }
            landed(await publish(batch.WrittenMemory), entries, requests);
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
