using System.Text.Json;
using Baize.Client.Events;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Client.Rooms;

/// <summary>
/// A room as this client sees it. It stays the same object through reconnects: the client joins again by itself, from the position
/// it had. Add handlers before <see cref="JoinAsync"/>, and none of the room's events is missed.
/// </summary>
public sealed class Room
{
    private readonly Session _session;
    private RoomSnapshot _shown = new(0, Log: null, Seq: 0, Info: null, State: default);

    internal Room(string id, Session session, Action<BaizeException> report)
    {
        Id = id;
        _session = session;
        Handlers = new Handlers(report);
        Membership = new Membership(this);
    }

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</summary>
    public string Id { get; }

    /// <summary>Whether the client is in the room on its present connection.</summary>
    public bool IsIn => _session.IsIn(this);

    /// <summary>The room as everyone may see it, as of <see cref="Seq"/>; null before the first join.</summary>
    public RoomInfo? Info => Shown.Info;

    /// <summary>The roster.</summary>
    public IReadOnlyList<PlayerInfo> Players => Shown.Info?.Players ?? [];

    /// <summary>One of <see cref="RoomStatus"/>; null before the first join.</summary>
    public string? Status => Shown.Info?.Status;

    /// <summary>The own view of the game, as of <see cref="Seq"/>; null or undefined JSON in a room without rules.</summary>
    public JsonElement State => Shown.State;

    /// <summary>Names the room's history; null before the first join.</summary>
    public string? Log => Shown.Log;

    /// <summary>Position of the event that was last given to handlers.</summary>
    public long Seq => Shown.Seq;

    internal Handlers Handlers { get; }

    internal Membership Membership { get; }

    internal RoomSnapshot Shown => Volatile.Read(ref _shown);

    /// <summary>Adds a handler of a type of events: <see cref="RoomMessage"/>, <see cref="GameStateUpdated"/>, …; <see cref="RoomEvent"/> for all.</summary>
    /// <remarks>Handlers are called one at a time, in the order of events, on a thread of the client's.</remarks>
    /// <returns>Removes it.</returns>
    public IDisposable On<TEvent>(Action<TEvent> handler)
        where TEvent : RoomEvent => Handlers.Add<TEvent>(item =>
        {
            handler(item);
            return Task.CompletedTask;
        });

    /// <summary>Adds a handler of a type of events; the next event comes when its task has ended.</summary>
    /// <returns>Removes it.</returns>
    public IDisposable On<TEvent>(Func<TEvent, Task> handler)
        where TEvent : RoomEvent => Handlers.Add(handler);

    /// <summary>Joins, or takes up again the seat already held. Joining a room one is in does nothing.</summary>
    /// <returns>This room.</returns>
    /// <exception cref="BaizeException">The server's refusal, or <c>timeout</c>, <c>closed</c>.</exception>
    public async Task<Room> JoinAsync(JoinOptions? options = null, CancellationToken cancellationToken = default)
    {
        await _session.JoinAsync(this, options ?? new JoinOptions(), cancellationToken).ConfigureAwait(false);
        return this;
    }

    /// <summary>Leaves.</summary>
    /// <exception cref="BaizeException">As of <see cref="SendAsync"/>.</exception>
    public Task LeaveAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _session.RequestAsync(this, "leave_room", data: null, timeout, cancellationToken);

    /// <summary>Sends to all members: sequenced, logged, delivered exactly once and in order.</summary>
    /// <param name="data">Anything that is JSON by <see cref="BaizeClientOptions.SerializerOptions"/>.</param>
    /// <param name="timeout">How long it may take, retries and reconnects included. Default: <see cref="BaizeClientOptions.RequestTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent may still take effect.</param>
    /// <returns>Its position, when it is committed: it survives the death of any game server.</returns>
    /// <exception cref="BaizeException">The server's refusal, or <c>timeout</c>, <c>queue_full</c>, <c>not_member</c>, <c>closed</c>.</exception>
    public Task<long> SendAsync<T>(T data, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AckAsync(FrameTypes.Message, Write(data), timeout, cancellationToken);

    /// <summary>Sends to the members who are connected now: no promise, and never sent twice.</summary>
    /// <exception cref="BaizeException">As of <see cref="SendAsync"/>, and <c>connection_lost</c>.</exception>
    public Task SignalAsync<T>(T data, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _session.RequestAsync(this, FrameTypes.Signal, Write(data), timeout, cancellationToken);

    /// <summary>Makes a move in the room's game.</summary>
    /// <param name="name">The action, as the game names it.</param>
    /// <param name="data">An object with its fields; null: none.</param>
    /// <param name="timeout">As of <see cref="SendAsync"/>.</param>
    /// <param name="cancellationToken">As of <see cref="SendAsync"/>.</param>
    /// <returns>Position of its first event, when it is committed; 0 where it made none.</returns>
    /// <exception cref="BaizeException">As of <see cref="SendAsync"/>, and what the rules say: <c>not_your_turn</c>, <c>illegal_move</c>.</exception>
    public Task<long> ActAsync(string name, object? data = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AckAsync("action", ActionData.Of(name, data, _session.Options.SerializerOptions), timeout, cancellationToken);

    /// <summary>Ready to start.</summary>
    public Task<long> ReadyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => AckAsync("ready", null, timeout, cancellationToken);

    /// <summary>Not ready after all.</summary>
    public Task<long> CancelReadyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AckAsync("cancel_ready", null, timeout, cancellationToken);

    /// <summary>Starts the game: the host's.</summary>
    public Task<long> StartAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => AckAsync("start", null, timeout, cancellationToken);

    /// <summary>Puts a member out: the host's.</summary>
    public Task<long> KickAsync(long userId, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AckAsync("kick", writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("user_id"u8, userId);
            writer.WriteEndObject();
        }, timeout, cancellationToken);

    /// <summary>Asks for the own view of the game as it is now; <see cref="State"/> follows the events and may be a little behind.</summary>
    public async Task<JsonElement> GetStateAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var data = await _session.RequestAsync(this, "get_state", data: null, timeout, cancellationToken).ConfigureAwait(false);
        return data.ValueKind == JsonValueKind.Object && data.TryGetProperty("state"u8, out var state) ? state : default;
    }

    /// <summary>Shows what is known now, unless something later is shown already.</summary>
    internal void Show(RoomSnapshot snapshot)
    {
        lock (Handlers)
        {
            if (snapshot.Order > _shown.Order)
                Volatile.Write(ref _shown, snapshot);
        }
    }

    private Action<Utf8JsonWriter> Write<T>(T data) => writer => JsonSerializer.Serialize(writer, data, _session.Options.SerializerOptions);

    private async Task<long> AckAsync(string type, Action<Utf8JsonWriter>? data, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var answer = await _session.RequestAsync(this, type, data, timeout, cancellationToken).ConfigureAwait(false);
        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("seq"u8, out var seq) && seq.TryGetInt64(out var position) ? position : 0;
    }
}
