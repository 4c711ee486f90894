using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Rooms;
using Baize.Rooms.Runtime;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Rooms;

/// <summary>The rooms that this instance owns.</summary>
internal sealed partial class RoomHost(
    IRoomStore store,
    IBus bus,
    GameCatalog games,
    RoomVersions versions,
    RoomMetrics metrics,
    IOptions<RoomsOptions> options,
    TimeProvider time,
    ILogger<RoomHost> logger) : IDisposable
{
    /// <summary>How often those who do not come forward are told that a room has moved; once a second.</summary>
    private const int MovedTellings = 4;

    private readonly ConcurrentDictionary<string, HostedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<RoomFound>> _claims = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private IRoomEdge? _edge;

    public string InstanceId => bus.InstanceId;

    public IRoomStore Store => store;

    public IBus Bus => bus;

    public TimeProvider Time => time;

    public RoomMetrics Metrics => metrics;

    /// <summary>Unix milliseconds.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public int KeepEvents => options.Value.LogEvents;

    public CancellationToken Stopping => _stopping.Token;

    public int Count => _rooms.Count;

    /// <summary>The edge of this instance.</summary>
    public IRoomEdge Edge
    {
        get => _edge ?? throw new InvalidOperationException("The edge has not been set.");
        set => _edge = value;
    }

    public IEnumerable<HostedRoom> Rooms => _rooms.Values;

    /// <summary>A room that is here now.</summary>
    public HostedRoom? Find(string roomId) => _rooms.TryGetValue(roomId, out var room) && !room.IsGone ? room : null;

    /// <summary>A room that is here now, by its id in ASCII.</summary>
    public HostedRoom? Find(ReadOnlySpan<byte> roomId)
    {
        Span<char> text = stackalloc char[Protocol.Rooms.RoomId.MaxLength];
        return roomId.Length <= text.Length
            && _rooms.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..Encoding.ASCII.GetChars(roomId, text)], out var room) && !room.IsGone ? room : null;
    }

    /// <summary>
    /// A room that this instance owns or takes now: by compare-and-set against the owner that the caller saw. At most one
    /// claim of a room is under way here; later callers get its outcome.
    /// </summary>
    /// <param name="roomId">The room.</param>
    /// <param name="expectedOwner">Whose it is to the caller's knowledge; null: nobody's; this instance itself, where the directory says so.</param>
    /// <param name="mode">What to do where there is no such room.</param>
    /// <param name="cause">Why, where the room has an owner.</param>
    /// <exception cref="ClusterUnavailableException">The store does not answer.</exception>
    public async ValueTask<RoomFound> ClaimAsync(string roomId, string? expectedOwner, ClaimMode mode, TakeoverCause cause = TakeoverCause.Orphaned)
    {
        if (Find(roomId) is { } here)
            return new RoomFound(here, InstanceId);
        var claim = new TaskCompletionSource<RoomFound>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _claims.GetOrAdd(roomId, claim.Task);
        if (first != claim.Task)
        {
            var other = await first;
            // One that was not to make the room says nothing to one that is; nor does one that took it for another's, and found
            // that it is whose we take it for: this instance's own, above all.
            var isOpen = other.Room is null && (other.Owner is null ? mode == ClaimMode.OrCreate : other.Owner == expectedOwner);
            return isOpen ? await ClaimAsync(roomId, expectedOwner, mode, cause) : other;
        }
        try
        {
            var found = Find(roomId) is { } raced
                ? new RoomFound(raced, InstanceId)
                : await ClaimCoreAsync(roomId, expectedOwner, mode, setup: null, cause);
            // Off the list first: who waited and asks again must not find this one.
            _claims.TryRemove(roomId, out _);
            claim.SetResult(found);
            return found;
        }
        catch (Exception ex)
        {
            _claims.TryRemove(roomId, out _);
            claim.SetException(ex);
            _ = claim.Task.Exception; // seen: there may be no other waiter
            throw;
        }
    }

    /// <summary>Makes a room that does not exist yet.</summary>
    /// <returns>The room; null where one of this id exists.</returns>
    /// <exception cref="ClusterUnavailableException">The store does not answer.</exception>
    public async ValueTask<HostedRoom?> CreateAsync(RoomSetup setup) =>
        (await ClaimCoreAsync(setup.RoomId, expectedOwner: null, ClaimMode.CreateOnly, setup, TakeoverCause.Orphaned)).Room;

    /// <summary>Another says that a room is its own: if that is here too, its next commit shows whose it is.</summary>
    public void Doubt(string roomId) => Find(roomId)?.TryPost(new RoomMail { WriteAll = true });

    /// <summary>Stops committing. What was acknowledged stands in the store; whoever claims the rooms goes on from there.</summary>
    public void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    public void Remove(HostedRoom room) => _rooms.TryRemove(new KeyValuePair<string, HostedRoom>(room.RoomId, room));

    /// <summary>Deletes the record of a room that is done, unless someone has claimed it meanwhile.</summary>
    public void Delete(HostedRoom room)
    {
        Remove(room);
        _ = DeleteAsync(room);
    }

    /// <summary>Waits before the next try: 50 ms, doubled up to 1 s, with jitter.</summary>
    /// <returns>False when the process is stopping.</returns>
    public async ValueTask<bool> BackOffAsync(int attempt)
    {
        var longest = Math.Min(1_000, 50 << Math.Min(attempt, 5));
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(longest / 2, longest + 1)), time, Stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<RoomFound> ClaimCoreAsync(string roomId, string? expectedOwner, ClaimMode mode, RoomSetup? setup, TakeoverCause cause)
    {
        if (IsUnreadable(roomId))
            throw new ClusterUnavailableException($"Room {roomId} cannot be read by this instance.");
        var started = time.GetTimestamp();
        // Two claims that cross are told apart by the owner that they expect; should a newer version's come and go in between, the
        // state itself is refused below.
        if (!string.IsNullOrEmpty(expectedOwner) && RoomRules.Parse(await store.GetRulesAsync(roomId, Stopping)) is { } rules && !rules.Fit(versions.Own))
        {
            var asked = await versions.PassOnAsync(roomId, rules, expectedOwner, Stopping);
            throw new ClusterUnavailableException($"Room {roomId} goes by {rules}, which this instance does not have; {asked ?? "nobody"} is asked to take it over.");
        }
        var claim = await store.ClaimAsync(roomId, expectedOwner, InstanceId, mode, Stopping);
        if (claim.Record is not { } record)
            return new RoomFound(Room: null, claim.Owner.Length == 0 ? null : claim.Owner);

        if (record.State.IsEmpty && record.Seq > 0)
            throw new InvalidDataException($"Room {roomId} has a log up to {record.Seq} but no state: its record is damaged.");
        Room room;
        try
        {
            room = record.State.IsEmpty
                ? Room.Create(setup ?? Relay(roomId), games)
                : Room.Restore(roomId, record.State, record.Seq, [.. record.Applied.Select(RoomWords.ReadApplied)], games);
        }
        catch (Exception ex)
        {
            // A game or a version that this instance does not know, or a damaged record. Another instance may do better.
            Log.Unreadable(logger, roomId, ex);
            await PassOnAsync(roomId, record, expectedOwner);
            throw new ClusterUnavailableException($"Room {roomId} cannot be taken over by this instance: {ex.Message}", ex);
        }
        var hosted = new HostedRoom(this, room, record, Now);
        _rooms[roomId] = hosted; // what may have stood here was claimed under an older term: it will be refused, this one will not
        if (!record.IsNew)
        {
            if (expectedOwner == InstanceId)
                Log.Received(logger, roomId, record.Term, record.Seq);
            else
                Log.TakenOver(logger, roomId, expectedOwner ?? "", record.Term, record.Seq);
            metrics.TakenOver(cause);
            _ = MeasureAsync(hosted, cause, started);
        }
        if (!record.IsNew)
            hosted.Told = [.. record.Edges.Append(expectedOwner).Where(id => !string.IsNullOrEmpty(id)).Distinct(StringComparer.Ordinal)!];
        hosted.Begin();
        TellEdgesAgain(hosted);
        return new RoomFound(hosted, InstanceId);
    }

    private async Task MeasureAsync(HostedRoom room, TakeoverCause cause, long started)
    {
        try
        {
            await room.CommittedAsync();
            metrics.Answers(cause, time.GetElapsedTime(started));
        }
        catch (ClusterUnavailableException)
        {
            // let go before its first commit: whoever has it now measures
        }
    }

    // Members' edges learn that the room has moved, and say who is with them; the owner before, if it only was slow, learns that
    // it is none any more. Who does not answer is told again: the word may have been lost.
    private void TellEdgesAgain(HostedRoom room)
    {
        if (room.Told.Length == 0)
            return;
        foreach (var edge in room.Told.Except(room.Edges))
        {
            if (edge == InstanceId)
                Edge.OnMoved(room.RoomId, InstanceId);
            else
                bus.Post(edge, (byte)BusKind.Moved, RoomWords.Rooms([room.RoomId]));
        }
        if (++room.Tellings == MovedTellings)
            room.Told = [];
    }

    /// <summary>The seed of a room's random numbers: who could guess it would know the deal.</summary>
    public static ulong NewSeed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private RoomSetup Relay(string roomId) =>
        new(roomId, "relay", Name: null, MaxPlayers: null, Options: null, HostId: 0, Now, NewSeed());

    private async Task DeleteAsync(HostedRoom room)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (await store.DeleteAsync(room.RoomId, room.Term, room.LogId, InstanceId, Stopping))
                    Log.Deleted(logger, room.RoomId);
                return;
            }
            catch (ClusterUnavailableException ex)
            {
                Log.DeleteFailed(logger, room.RoomId, ex.Message);
                if (!await BackOffAsync(attempt))
                    return;
            }
            catch (OperationCanceledException)
            {
                return; // stopping: the record stays, and whoever finds the room deletes it
            }
        }
    }
}
