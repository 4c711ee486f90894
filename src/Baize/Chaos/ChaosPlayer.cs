using System.Collections.Concurrent;
using Baize.Client;
using Baize.Client.Events;
using Baize.Client.Rooms;

namespace Baize.Chaos;

/// <summary>A player of a chaos run: says numbered things and keeps what was acked and what came.</summary>
internal sealed class ChaosPlayer : IAsyncDisposable
{
    private readonly BaizeClient _client;
    private readonly Lock _lock = new();
    private readonly List<(long Seq, string? Message)> _events = [];
    private readonly ConcurrentDictionary<string, long> _acks = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, Task> _saying = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> _ackMs = [];
    private readonly TimeProvider _time;
    private Room? _room;
    private int _said;

    public ChaosPlayer(string roomId, BaizeClientOptions options, TimeProvider time)
    {
        (RoomId, _time) = (roomId, time);
        options.OnError = error => _faults.Enqueue($"{error.Code}: {error.Message}");
        _client = new BaizeClient(options);
    }

    public string RoomId { get; }

    /// <summary>What was acked, and where.</summary>
    public IReadOnlyDictionary<string, long> Acks => _acks;

    /// <summary>From each word to its ack, in milliseconds.</summary>
    public IReadOnlyCollection<double> AckMs => _ackMs;

    /// <summary>What came, in the order it came; the message's text where it was one.</summary>
    public IReadOnlyList<(long Seq, string? Message)> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>Breaks of what is promised.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Times that the client said that something was missed for good.</summary>
    public int Resets { get; private set; }

    /// <summary>Connections lost.</summary>
    public int Reconnects { get; private set; }

    public long Position => _room?.Seq ?? 0;

    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        _client.On<StateChanged>(changed => Reconnects += changed.State.Status == ConnectionStatus.Reconnecting && changed.State.Attempt == 1 ? 1 : 0);
        await _client.ConnectAsync(cancellationToken);
        _room = _client.Room(RoomId);
        _room.On<RoomEvent>(Take);
        await _room.JoinAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Says something; does not wait.</summary>
    public void Say()
    {
        var text = $"{_client.Session?.UserId ?? 0}-{Interlocked.Increment(ref _said)}-{Guid.NewGuid().ToString("N")[..6]}";
        _saying[text] = SayAsync(text);
    }

    /// <summary>Waits until all that was said is acked or given up.</summary>
    public Task AllSaidAsync() => Task.WhenAll(_saying.Values);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task SayAsync(string text)
    {
        var started = _time.GetTimestamp();
        try
        {
            _acks[text] = await _room!.SendAsync(new ChaosWord(text));
            _ackMs.Add(_time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (BaizeException ex)
        {
            _faults.Enqueue($"'{text}' was refused: {ex.Code}: {ex.Message}");
        }
    }

    private void Take(RoomEvent taken)
    {
        if (taken is RoomReset)
        {
            Resets++;
            return;
        }
        if (taken.Seq == 0)
            return;
        lock (_lock)
        {
            if (_events.Count > 0 && taken.Seq != _events[^1].Seq + 1)
                _faults.Enqueue($"{RoomId}: {taken.Seq} came after {_events[^1].Seq}");
            _events.Add((taken.Seq, taken is RoomMessage ? taken.Data.GetProperty("text").GetString() : null));
        }
    }
}
