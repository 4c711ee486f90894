using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>
/// A player as the protocol asks of clients: comes back to any instance with its position, sends again with the same id what
/// was not acked, in order, and drops nothing. Keeps the whole history of its room across all connections.
/// </summary>
internal sealed class Player : IAsyncDisposable
{
    private readonly Func<int> _nextPort;
    private readonly Func<long, Action<ReadOnlyMemory<byte>>>? _record;
    private readonly bool _spectates;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Request> _unacked = [];
    private readonly ConcurrentDictionary<string, long> _said = new();
    private readonly List<Entry> _entries = [];
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly ConcurrentDictionary<string, Ack> _acks = new();
    private readonly Task _running;
    private RawWebSocket? _socket;
    private string _log = "";
    private long _position;
    private bool _joined;

    /// <summary>Starts one.</summary>
    /// <param name="roomId">Its room.</param>
    /// <param name="nextPort">Where to connect, each time.</param>
    /// <param name="record">Gives for each connection of the user who is to be told all bytes that come; null: nobody.</param>
    /// <param name="spectates">Whether it only watches.</param>
    public Player(string roomId, Func<int> nextPort, Func<long, Action<ReadOnlyMemory<byte>>>? record = null, bool spectates = false)
    {
        (RoomId, _nextPort, _record, _spectates) = (roomId, nextPort, record, spectates);
        _running = RunAsync();
    }

    public string RoomId { get; }

    public long UserId { get; } = Tokens.NewUser();

    /// <summary>The port it is connected to; 0: to none.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it is in its room now.</summary>
    public bool IsJoined
    {
        get
        {
            lock (_lock)
                return _joined;
        }
    }

    /// <summary>Joins that were answered by "not recovered", after the first.</summary>
    public int Resets { get; private set; }

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>What was acked, by id.</summary>
    public IReadOnlyDictionary<string, Ack> Acks => _acks;

    /// <summary>From each word to its ack.</summary>
    public IEnumerable<TimeSpan> Pauses => _acks.Select(a => Stopwatch.GetElapsedTime(_said[a.Key], a.Value.At));

    /// <summary>Breaks of the protocol's promises.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Answers of <c>unavailable</c>: what was asked was asked again.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>Every sequenced event, in the order it came.</summary>
    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>The last position it has.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
                return _position;
        }
    }

    /// <summary>What was said and is not acked yet.</summary>
    public int Unacked
    {
        get
        {
            lock (_lock)
                return _unacked.Count;
        }
    }

    /// <summary>The latest state of the room's game as this player may see it; null: none came.</summary>
    public JsonElement? State { get; private set; }

    /// <summary>What came with <c>game_end</c>; null: the game is not over.</summary>
    public JsonElement? Result { get; private set; }

    /// <summary>Says something; it is sent until it is acked.</summary>
    public void Say(string id) => Ask("message", id, new { m = id });

    /// <summary>Asks something of the room; it is sent until it is acked.</summary>
    public void Ask(string type, string id, object data)
    {
        RawWebSocket? socket;
        _said[id] = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _unacked.Add(new Request(type, id, data));
            socket = _joined ? _socket : null;
        }
        if (socket is not null)
            _ = SendAsync(socket, type, id, data);
    }

    /// <summary>Cuts the connection without a word, as a network does.</summary>
    public void Cut() => _socket?.Abort();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket?.Abort();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var port = _nextPort();
                var answer = await RawWebSocket.ConnectAsync(port, $"/ws?token={Tokens.Valid(UserId)}", onBytes: _record?.Invoke(UserId));
                if (answer.Socket is { } socket)
                {
                    await using (socket)
                        await LiveAsync(socket, port);
                }
            }
            catch (Exception ex) when (ex is IOException or System.Net.Sockets.SocketException or OperationCanceledException or ObjectDisposedException or TimeoutException)
            {
                // Refused or cut: another instance, at once.
            }
            lock (_lock)
                (_joined, _socket) = (false, null);
            Port = 0;
            try
            {
                await Task.Delay(Random.Shared.Next(10, 40), _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LiveAsync(RawWebSocket socket, int port)
    {
        (_socket, Port) = (socket, port);
        Connections++;
        await JoinAsync(socket);
        while (await socket.ReadFrameAsync(_stop.Token) is { } frame)
        {
            switch (frame.Opcode)
            {
                case WireFrame.Text:
                    await TakeAsync(socket, ServerEvent.Parse(frame.Payload));
                    break;
                case WireFrame.Ping:
                    await socket.SendFrameAsync(WireFrame.Pong, frame.Payload);
                    break;
                case WireFrame.Close:
                    if (frame.CloseCode is not (1000 or 1001 or 4008))
                        _faults.Enqueue($"user {UserId} was closed with {frame.CloseCode}");
                    await socket.SendFrameAsync(WireFrame.Close, frame.Payload);
                    return;
            }
        }
    }

    private Task JoinAsync(RawWebSocket socket) =>
        SendAsync(socket, "join_room", $"join-{Connections}", _log.Length == 0 ? new { spectate = _spectates } : new { log = _log, seq = _position, spectate = _spectates });

    private async Task TakeAsync(RawWebSocket socket, ServerEvent taken)
    {
        if (taken.Type == "room_joined")
        {
            await ResendAsync(socket, Joined(taken));
        }
        else if (taken.Type == "ack" && taken.Id is { } acked)
        {
            lock (_lock)
                _unacked.RemoveAll(r => r.Id == acked);
            if (!_acks.TryAdd(acked, new Ack(taken.Number("seq"), Stopwatch.GetTimestamp())) && _acks[acked].Seq != taken.Number("seq"))
                _faults.Enqueue($"user {UserId}: {acked} was acked at {_acks[acked].Seq} and at {taken.Number("seq")}");
        }
        else if (taken is { Type: "error", Code: "unavailable" })
        {
            _refusals.Enqueue(taken.ToString());
            _ = AgainAsync(socket, taken.Id!);
        }
        else if (taken.Type == "error")
        {
            _faults.Enqueue($"user {UserId}: {taken}");
        }
        else if (taken is { Seq: > 0 })
        {
            Take(taken);
        }
    }

    private void Take(ServerEvent taken)
    {
        lock (_lock)
        {
            if (taken.Seq != _position + 1)
                _faults.Enqueue($"user {UserId} in {RoomId}: seq {taken.Seq} came where {_position + 1} was due");
            _position = taken.Seq;
            var message = taken.Type == "message" ? taken.Text("m") : null;
            if (taken.Type == "game_state_update")
                State = taken.Data.GetProperty("state");
            else if (taken.Type == "game_end")
                Result = taken.Data.GetProperty("result");
            _entries.Add(new Entry(taken.Seq, taken.Type, taken.UserId, message, _log));
        }
    }

    private Request[] Joined(ServerEvent joined)
    {
        lock (_lock)
        {
            var recovered = joined.Data.GetProperty("recovered").GetBoolean();
            if (!recovered)
            {
                if (_log.Length > 0)
                    Resets++;
                _position = joined.Number("seq");
                if (joined.Data.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object)
                    State = state;
            }
            else if (joined.Text("log") != _log)
            {
                _faults.Enqueue($"user {UserId}: recovered, but of log {joined.Text("log")} instead of {_log}");
            }
            _log = joined.Text("log");
            _joined = true;
            return [.. _unacked];
        }
    }

    private async Task ResendAsync(RawWebSocket socket, Request[] unacked)
    {
        foreach (var (type, id, data) in unacked)
            await SendAsync(socket, type, id, data);
    }

    private async Task AgainAsync(RawWebSocket socket, string id)
    {
        try
        {
            await Task.Delay(100, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (socket != _socket)
            return; // the next connection sends it again
        if (id.StartsWith("join-", StringComparison.Ordinal))
            await JoinAsync(socket);
        else if (Waiting(id) is { } request)
            await SendAsync(socket, request.Type, id, request.Data);
    }

    private Request? Waiting(string id)
    {
        lock (_lock)
            return _unacked.Find(r => r.Id == id);
    }

    private async Task SendAsync(RawWebSocket socket, string type, string id, object data)
    {
        try
        {
            await socket.SendFrameAsync(WireFrame.Text, JsonSerializer.SerializeToUtf8Bytes(new { type, id, room_id = RoomId, data }));
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // The reader notices too, and the next connection sends it again.
        }
    }

    private sealed record Request(string Type, string Id, object Data);

    /// <summary>An ack: the position, and when it came.</summary>
    internal readonly record struct Ack(long Seq, long At);

    /// <summary>A sequenced event as this player saw it.</summary>
    internal readonly record struct Entry(long Seq, string Type, long UserId, string? Message, string Log);
}
