using System.Globalization;
using Baize.Admin.Overview;
using Baize.Admin.Platform;

namespace Baize.Admin.Rooms;

/// <summary>
/// All rooms, in memory, to be searched at once: the store finds a room by its id and lists by age, but no more. Read anew
/// while someone searches, at most a tenth of the time, so that it costs little however many rooms there are.
/// </summary>
internal sealed partial class RoomIndex(Sampler sampler, PlatformClient platform, TimeProvider time, ILogger<RoomIndex> logger) : BackgroundService
{
    /// <summary>Rooms kept at the most, newest first: some 50 MB.</summary>
    public const int MaxRooms = 50_000;

    private const int PageSize = 200;

    private static readonly TimeSpan PageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An index younger than this is as good as a new one.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(2);

    /// <summary>How long the first search waits for the first reading.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _wanted = new(0, 1);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Snapshot _last = new([], IsComplete: false, ReadAt: 0, Fault: null, Games: []);

    /// <summary>Searches what was read last, and has it read anew.</summary>
    /// <param name="query">What for.</param>
    /// <param name="offset">Matches to leave out.</param>
    /// <param name="limit">Matches to return.</param>
    /// <param name="cancellationToken">Ends the wait for the first reading.</param>
    public async ValueTask<RoomSearchReply> SearchAsync(RoomQuery query, int offset, int limit, CancellationToken cancellationToken)
    {
        Refresh();
        if (!_first.Task.IsCompleted)
            await Task.WhenAny(_first.Task, Task.Delay(Patience, time, cancellationToken));
        var last = Volatile.Read(ref _last);
        var page = new List<RoomRow>(limit);
        var found = 0;
        foreach (var room in last.Rooms)
        {
            if (!query.Matches(room))
                continue;
            if (found >= offset && page.Count < limit)
                page.Add(room.Row);
            found++;
        }
        return new RoomSearchReply(page, found, last.Rooms.Length, last.IsComplete, last.ReadAt, last.Fault, last.Games);
    }

    /// <summary>Takes a room out that has just been closed, until the next reading.</summary>
    public void Remove(string roomId)
    {
        var last = Volatile.Read(ref _last);
        Volatile.Write(ref _last, last with { Rooms = [.. last.Rooms.Where(r => r.Row.RoomId != roomId)] });
        Refresh();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wanted.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _wanted.WaitAsync(stoppingToken);
            var started = time.GetTimestamp();
            try
            {
                Publish(await ReadAsync(stoppingToken));
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Log.ReadingFault(logger, ex);
                Publish(Volatile.Read(ref _last) with { Fault = "The rooms could not be read; the log says why." });
            }
            _first.TrySetResult();
            var pause = time.GetElapsedTime(started) * 9;
            await Task.Delay(pause > MinAge ? pause : MinAge, time, stoppingToken);
        }
    }

    private void Refresh()
    {
        lock (_wanted)
        {
            if (_wanted.CurrentCount == 0)
                _wanted.Release();
        }
    }

    private void Publish(Snapshot next)
    {
        var before = Volatile.Read(ref _last);
        if (next.Fault is not null && before.Fault is null)
            Log.ReadingFails(logger, next.Fault);
        else if (next.Fault is null && before.Fault is not null)
            Log.ReadingWorks(logger, next.Rooms.Length);
        Volatile.Write(ref _last, next);
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var rooms = new List<IndexedRoom>();
        string? cursor = null;
        do
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/internal/rooms?limit={PageSize}{(cursor is null ? "" : "&cursor=")}{Uri.EscapeDataString(cursor ?? "")}");
            var answer = await AskAnyAsync(path, cancellationToken);
            if (!answer.IsSuccess || answer.Read(AdminJson.Default.RoomPageBody) is not { Rooms: { } page } body)
                return Volatile.Read(ref _last) with { Fault = answer.Describe() };
            rooms.AddRange(page.Select(IndexedRoom.Of));
            cursor = body.NextCursor;
        }
        while (cursor is not null && rooms.Count < MaxRooms);
        return new Snapshot(
            [.. rooms], IsComplete: cursor is null, time.GetUtcNow().ToUnixTimeMilliseconds(), Fault: null,
            [.. rooms.Select(r => r.Row.Game).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    // Any instance lists all rooms, from the shared records.
    private async Task<PlatformAnswer> AskAnyAsync(string path, CancellationToken cancellationToken)
    {
        var answer = PlatformAnswer.None("No game server answers.");
        foreach (var instance in sampler.Living)
        {
            answer = await platform.GetAsync(instance.At(path), PageTimeout, cancellationToken);
            if (answer.IsSuccess)
                break;
        }
        return answer;
    }

    private sealed record Snapshot(IndexedRoom[] Rooms, bool IsComplete, long ReadAt, string? Fault, IReadOnlyList<string> Games);

    private static partial class Log // ids 5020-5029
    {
        [LoggerMessage(5020, LogLevel.Warning, "The rooms cannot be read; what is shown grows old: {Fault}", EventName = "ReadingFails")]
        public static partial void ReadingFails(ILogger logger, string fault);

        [LoggerMessage(5021, LogLevel.Information, "The rooms can be read again: {Rooms}.", EventName = "ReadingWorks")]
        public static partial void ReadingWorks(ILogger logger, int rooms);

        [LoggerMessage(5022, LogLevel.Error, "Reading the rooms failed; the next search tries again.", EventName = "ReadingFault")]
        public static partial void ReadingFault(ILogger logger, Exception exception);
    }
}
