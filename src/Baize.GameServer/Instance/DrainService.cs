using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Baize.Protocol.Frames;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Instance;

/// <summary>
/// Leaving on purpose, on SIGTERM or when told: nothing new comes in, the rooms go to named instances, the clients are told
/// to move, spread over time, and the process ends when the last has gone or at the deadline. A drain that was asked for over
/// HTTP can be undone until the process has begun to end; one that is to stay leaves the process empty, waiting for that.
/// </summary>
internal sealed partial class DrainService(
    InstanceStatus status,
    Registration registration,
    RoomHost host,
    ConnectionTable connections,
    ClientMover mover,
    IInstanceRegistry registry,
    IHostApplicationLifetime lifetime,
    IOptions<DrainOptions> options,
    TimeProvider time,
    ILogger<DrainService> logger) : IHostedLifecycleService
{
    /// <summary>Of the deadline, for rooms; the rest is the clients'.</summary>
    private const double HandOverShare = 1.0 / 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private Task _drain = Task.CompletedTask;
    private CancellationTokenSource? _undone;
    private bool _exits;
    private bool _isLeaving;

    /// <summary>What the drain ends in: <c>exit</c> or <c>stay</c>; null where there is none.</summary>
    public string? Outcome
    {
        get
        {
            lock (_lock)
                return _undone is null ? null : _exits ? "exit" : "stay";
        }
    }

    /// <summary>Begins to drain. Safe to repeat; a drain that was to stay is made one that ends the process, not the other way round.</summary>
    /// <param name="exit">Whether the process ends by itself when done; else it stays, empty, until <see cref="Undo"/>.</param>
    public void Begin(bool exit)
    {
        lock (_lock)
        {
            var begins = _undone is null;
            if (!begins && (_exits || !exit))
                return;
            _exits = exit;
            _undone ??= new CancellationTokenSource();
            _drain = DrainAfterAsync(_drain, _undone.Token);
        }
    }

    /// <summary>Undoes a drain: rooms and players may come again. Those that have gone stay where they are.</summary>
    /// <returns>False where it is too late: the process has begun to end.</returns>
    public bool Undo()
    {
        lock (_lock)
        {
            if (_isLeaving)
                return false;
            if (_undone is null)
                return true;
            _undone.Cancel();
            _undone.Dispose();
            _undone = null;
            (status.IsDraining, status.DrainingSince) = (false, 0);
        }
        registration.Announce();
        Log.Undrained(logger, host.Count, connections.Count);
        return true;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            _isLeaving = true;
        Begin(exit: true);
        return _drain;
    }

    // One at a time: a drain that has just been undone ends at once, and the next waits for that.
    private async Task DrainAfterAsync(Task earlier, CancellationToken undone)
    {
        // Marked before the caller goes on: whoever asked finds it draining.
        (status.IsDraining, status.DrainingSince) = (true, time.GetTimestamp());
        await earlier.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // out of the caller's lock
        await DrainAsync(undone);
        lock (_lock)
        {
            if (undone.IsCancellationRequested)
                return;
            if (!_exits)
            {
                status.DrainingSince = 0; // it is done, not stuck, however long it stays
                return;
            }
            _isLeaving = true; // from here on it cannot be undone
        }
        foreach (var connection in connections.All)
            connection.Close(CloseCodes.GoingAway, "the server is going away");
        await registration.StopAsync(CancellationToken.None); // nobody is left to be found here
        lifetime.StopApplication();
    }

    // Never throws.
    private async Task DrainAsync(CancellationToken undone)
    {
        var deadline = TimeSpan.FromSeconds(options.Value.Timeout);
        var started = time.GetTimestamp();
        registration.Announce();
        Log.Draining(logger, host.Count, connections.Count, options.Value.Timeout);
        using var late = new CancellationTokenSource(deadline, time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(late.Token, undone);
        try
        {
            await HandOverRoomsAsync(cancel.Token);
            await MoveClientsAsync(deadline, started, cancel.Token);
        }
        catch (OperationCanceledException) when (undone.IsCancellationRequested)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            Log.DeadlinePassed(logger, connections.Count, host.Count);
        }
        catch (Exception ex)
        {
            Log.DrainFault(logger, ex);
        }
        Log.Drained(logger, (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task HandOverRoomsAsync(CancellationToken cancellationToken)
    {
        if (status.Mode.IsSingle || host.Count == 0)
            return;
        List<InstanceRecord> living;
        try
        {
            living = [.. (await registry.ListAsync(cancellationToken))
                .Where(i => i.State == InstanceState.Active && i.InstanceId != host.InstanceId)];
        }
        catch (ClusterUnavailableException ex)
        {
            Log.NobodyToHandOverTo(logger, host.Count, ex.Message);
            return;
        }
        if (living.Count == 0)
        {
            Log.NobodyToHandOverTo(logger, host.Count, "no other instance is active");
            return;
        }
        // Until all are gone, those that come meanwhile too; but the clients must have their time as well.
        var begun = time.GetTimestamp();
        var kept = host.Rooms.Count(room => !living.Exists(i => room.Rules?.Fit(i.Games) ?? true));
        if (kept > 0)
            Log.KeptForTheirVersion(logger, kept);
        while (host.Count > 0 && time.GetElapsedTime(begun) < HandOverShare * TimeSpan.FromSeconds(options.Value.Timeout))
        {
            foreach (var room in host.Rooms)
            {
                // A room of a version that nobody else has goes on here until the end, and waits in the store for one that does.
                if (room.Rules is { } rules && living.TrueForAll(i => !rules.Fit(i.Games)))
                    continue;
                room.HandOver(Rendezvous.Choose(room.RoomId, [.. living.Where(i => room.Rules?.Fit(i.Games) ?? true).Select(i => i.InstanceId)]));
            }
            await Task.Delay(Look, time, cancellationToken);
        }
    }

    // Done well before the deadline: the last must still be able to leave by itself.
    private async Task MoveClientsAsync(TimeSpan deadline, long started, CancellationToken cancellationToken)
    {
        await mover.MoveAsync("drain", deadline / 2, cancellationToken);
        while (connections.Count > 0 && time.GetElapsedTime(started) < deadline)
            await Task.Delay(Look, time, cancellationToken);
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log // ids 2240-2249
    {
        [LoggerMessage(2240, LogLevel.Information, "Draining: {Rooms} rooms, {Connections} connections, {Timeout} s at the most.", EventName = "Draining")]
        public static partial void Draining(ILogger logger, int rooms, int connections, int timeout);

        [LoggerMessage(2241, LogLevel.Information, "Drained in {ElapsedMs} ms.", EventName = "Drained")]
        public static partial void Drained(ILogger logger, long elapsedMs);

        [LoggerMessage(2242, LogLevel.Warning, "The drain's deadline has passed with {Connections} connections and {Rooms} rooms left.", EventName = "DeadlinePassed")]
        public static partial void DeadlinePassed(ILogger logger, int connections, int rooms);

        [LoggerMessage(2243, LogLevel.Warning, "{Rooms} rooms stay in the store without an owner that lives: {Reason}.", EventName = "NobodyToHandOverTo")]
        public static partial void NobodyToHandOverTo(ILogger logger, int rooms, string reason);

        [LoggerMessage(2244, LogLevel.Error, "The drain failed; the process ends all the same.", EventName = "DrainFault")]
        public static partial void DrainFault(ILogger logger, Exception exception);

        [LoggerMessage(2246, LogLevel.Warning, "{Rooms} rooms go by rules whose version no other active instance has: they stay, and wait in the store when this process ends.", EventName = "KeptForTheirVersion")]
        public static partial void KeptForTheirVersion(ILogger logger, int rooms);

        [LoggerMessage(2245, LogLevel.Information, "The drain was undone with {Rooms} rooms and {Connections} connections here.", EventName = "Undrained")]
        public static partial void Undrained(ILogger logger, int rooms, int connections);
    }
}
