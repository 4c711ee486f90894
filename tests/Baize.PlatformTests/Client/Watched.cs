using System.Collections.Concurrent;
using Baize.Client.Events;
using Baize.Client.Rooms;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Client;

/// <summary>What a room's handlers saw, and whether they should have.</summary>
internal sealed class Watched
{
    private readonly ConcurrentQueue<RoomMessage> _messages = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private long _last;

    public Watched(Room room) => room.On<RoomEvent>(Take);

    public IReadOnlyList<RoomMessage> Messages => [.. _messages];

    /// <summary>Gaps, doubles and resets.</summary>
    public IReadOnlyList<string> Faults => [.. _faults];

    public Task ForMessagesAsync(int count, TimeSpan? deadline = null) =>
        Eventually.TrueAsync(() => _messages.Count >= count, $"{count} messages came", deadline, () => $"{_messages.Count} did");

    private void Take(RoomEvent item)
    {
        if (item is RoomReset or RoomLeft)
            _faults.Enqueue(item.ToString());
        if (item.Seq > 0)
        {
            if (_last > 0 && item.Seq != _last + 1)
                _faults.Enqueue($"{item.Seq} after {_last}");
            _last = item.Seq;
        }
        if (item is RoomMessage message)
            _messages.Enqueue(message);
    }
}
