using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baize.PlatformTests.Support;

/// <summary>A player's connection that keeps and checks all it receives.</summary>
internal sealed class GameClient : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ServerEvent>> _waiting = new();
    private readonly ConcurrentDictionary<string, RoomHistory> _rooms = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<ServerEvent> _events = [];
    private readonly List<string> _faults = [];
    private readonly string _connection = Guid.NewGuid().ToString("N")[..12]; // a user's ids are remembered across connections: an id used again has no effect
    private readonly Task _reading;
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ids;

    private GameClient(long userId, RawWebSocket socket)
    {
        UserId = userId;
        Socket = socket;
        _reading = ReadAsync();
    }

    public long UserId { get; }

    public RawWebSocket Socket { get; }

    /// <summary>Whether a close frame or the stream's end came.</summary>
    public bool IsClosed => _reading.IsCompleted;

    /// <summary>The close code; 1006 where the stream ended without; 0 while open.</summary>
    public int CloseCode { get; private set; }

    /// <summary>Where this client is connected.</summary>
    public string InstanceId => Events.First(e => e.Type == "connected").Text("instance_id");

    public IReadOnlyList<ServerEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>Breaks of the protocol's promises, in all rooms.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_events)
                return [.. _faults, .. _rooms.Values.SelectMany(r => r.Faults.Select(f => $"user {UserId}, {r.RoomId}: {f}"))];
        }
    }

    /// <summary>Connects and waits for <c>connected</c>.</summary>
    /// <param name="port">A game server's or a balancer's, on loopback.</param>
    /// <param name="userId">Who; 0: a new user.</param>
    /// <param name="query">More of the query, such as <c>room=r1</c>.</param>
    /// <param name="token">The user's token; null: one made here.</param>
    /// <param name="onBytes">Is told all that comes from the socket.</param>
    public static async Task<GameClient> ConnectAsync(
        int port, long userId = 0, string query = "", string? token = null, Action<ReadOnlyMemory<byte>>? onBytes = null)
    {
        userId = userId == 0 ? Tokens.NewUser() : userId;
        token ??= Tokens.Valid(userId);
        var answer = await RawWebSocket.ConnectAsync(port, $"/ws?token={token}{(query.Length == 0 ? "" : $"&{query}")}", onBytes: onBytes);
        Assert.True(answer.Socket is not null, $"/ws on port {port} answered {answer.Head}");
        var client = new GameClient(userId, answer.Socket!);
        await client.WaitForAsync(e => e.Type == "connected", "connected");
        return client;
    }

    /// <summary>The room as this client saw it.</summary>
    public RoomHistory Room(string roomId) => _rooms.GetOrAdd(roomId, id => new RoomHistory(id));

    /// <summary>Joins and expects to be let in.</summary>
    public async Task<ServerEvent> JoinAsync(string roomId, object? data = null)
    {
        var joined = await RequestUntilAvailableAsync("join_room", roomId, data ?? new { });
        Assert.True(joined.Type == "room_joined", $"join_room {roomId} was answered by {joined}");
        return joined;
    }

    /// <summary>Sends a message and expects it to be committed.</summary>
    /// <returns>Its position.</returns>
    public async Task<long> SayAsync(string roomId, object data, string? id = null)
    {
        var ack = await RequestUntilAvailableAsync("message", roomId, data, id);
        Assert.True(ack.Type == "ack", $"message to {roomId} was answered by {ack}");
        return ack.Number("seq");
    }

    /// <summary>As <see cref="RequestAsync"/>; what is answered with <c>unavailable</c> is sent again with the same id, as the protocol asks of clients.</summary>
    public async Task<ServerEvent> RequestUntilAvailableAsync(string type, string? roomId = null, object? data = null, string? id = null)
    {
        id ??= NextId();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await RequestAsync(type, roomId, data, id);
            if (answer is not { Type: "error", Code: "unavailable" } || Stopwatch.GetElapsedTime(started) > Eventually.Deadline)
                return answer;
            await Task.Delay(Random.Shared.Next(50, 150), _ended.Token);
        }
    }

    /// <summary>Sends a frame with an id and waits for its answer.</summary>
    public async Task<ServerEvent> RequestAsync(string type, string? roomId = null, object? data = null, string? id = null)
    {
        id ??= NextId();
        var answer = _waiting[id] = new TaskCompletionSource<ServerEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await SendAsync(type, roomId, data, id);
            if (_reading.IsCompleted) // ended before the answer was waited for
                answer.TrySetException(new IOException("Closed."));
            return await answer.Task.WaitAsync(Eventually.Deadline, _ended.Token);
        }
        catch (Exception ex) when (ex is TimeoutException or OperationCanceledException or IOException)
        {
            throw new InvalidOperationException($"{type} {roomId} ({id}) of user {UserId} was not answered; closed with {CloseCode}; last came: {Last()}", ex);
        }
    }

    /// <summary>Sends a frame and waits for nothing.</summary>
    public Task SendAsync(string type, string? roomId = null, object? data = null, string? id = null)
    {
        var frame = new Dictionary<string, object> { ["type"] = type };
        if (id is not null)
            frame["id"] = id;
        if (roomId is not null)
            frame["room_id"] = roomId;
        if (data is not null)
            frame["data"] = data;
        return Socket.SendFrameAsync(WireFrame.Text, JsonSerializer.SerializeToUtf8Bytes(frame, Json));
    }

    /// <summary>Waits for an event, past or to come.</summary>
    public async Task<ServerEvent> WaitForAsync(Func<ServerEvent, bool> wanted, string what, TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Deadline);
        var seen = 0;
        while (true)
        {
            Task arrival;
            lock (_events)
            {
                for (; seen < _events.Count; seen++)
                {
                    if (wanted(_events[seen]))
                        return _events[seen];
                }
                arrival = _arrival.Task;
            }
            if (_reading.IsCompleted && arrival == _arrival.Task)
                Assert.Fail($"User {UserId} was closed with {CloseCode} while waiting for {what}; last came: {Last()}");
            try
            {
                await Task.WhenAny(arrival, _reading).WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"User {UserId} waited in vain for {what}; last came: {Last()}");
            }
        }
    }

    /// <summary>Waits until the server has closed.</summary>
    /// <returns>The close code.</returns>
    public async Task<int> WaitForCloseAsync(TimeSpan? deadline = null)
    {
        try
        {
            await _reading.WaitAsync(deadline ?? Eventually.Deadline);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"User {UserId} was not closed in time; last came: {Last()}");
        }
        return CloseCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsClosed)
        {
            try
            {
                await Socket.SendFrameAsync(WireFrame.Close, new byte[] { 0x03, 0xe8 });
                await _reading.WaitAsync(TimeSpan.FromSeconds(2));
            }
            catch (Exception ex) when (ex is IOException or TimeoutException or ObjectDisposedException)
            {
                // The other side is gone or stopped: the socket is closed all the same.
            }
        }
        await _ended.CancelAsync();
        await Socket.DisposeAsync();
        await _reading;
        _ended.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await Socket.ReadFrameAsync(_ended.Token) is { } frame)
            {
                switch (frame.Opcode)
                {
                    case WireFrame.Text:
                        Take(ServerEvent.Parse(frame.Payload));
                        break;
                    case WireFrame.Ping:
                        await Socket.SendFrameAsync(WireFrame.Pong, frame.Payload);
                        break;
                    case WireFrame.Pong:
                        break;
                    case WireFrame.Close:
                        CloseCode = frame.CloseCode;
                        return;
                    default:
                        Fault($"a frame with opcode {frame.Opcode}");
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException)
        {
            // A pong met a dead connection.
        }
        catch (Exception ex) when (ex is InvalidDataException or JsonException or KeyNotFoundException)
        {
            Fault($"not a frame of the protocol: {ex.Message}");
        }
        finally
        {
            CloseCode = CloseCode == 0 ? 1006 : CloseCode;
            foreach (var waiting in _waiting.Values)
                waiting.TrySetException(new IOException($"Closed with {CloseCode} before the answer came."));
        }
    }

    private void Take(ServerEvent taken)
    {
        if (taken is { Type: "room_joined", RoomId: { } joined })
            Room(joined).Joined(taken);
        else if (taken is { Seq: > 0, RoomId: { } room } && taken.Type is not ("ack" or "error"))
            Room(room).Add(taken);

        lock (_events)
        {
            _events.Add(taken);
            _arrival.TrySetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (taken.Id is { } id && _waiting.TryGetValue(id, out var waiting) && !waiting.TrySetResult(taken))
            Fault($"request {id} was answered twice: {taken}");
    }

    private string NextId() => $"{_connection}-{Interlocked.Increment(ref _ids)}";

    private void Fault(string fault)
    {
        lock (_events)
            _faults.Add($"user {UserId}: {fault}");
    }

    private string Last() => string.Join(" | ", Events.TakeLast(5));
}
