using Baize.Client.Events;
using Baize.Protocol.Frames;

namespace Baize.Client.Connections;

/// <summary>Keeps a session connected until it is closed or refused.</summary>
internal sealed class Connection(BaizeClientOptions options, Session session, Pump pump, Handlers handlers) : IAsyncDisposable
{
    /// <summary>A connection that ended sooner does not count as a success: else a server that takes and drops would be called without pause.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly TaskCompletionSource<SessionInfo> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Endpoint _endpoint = new(options);
    private ConnectionState _state = new(ConnectionStatus.Idle);
    private Link? _link;
    private Task? _running;
    private Task _goodbyes = Task.CompletedTask;

    public ConnectionState State => Volatile.Read(ref _state);

    /// <summary>Connects; goes on connecting until <see cref="CloseAsync"/>.</summary>
    /// <returns>The first connection's; fails where it is refused, or not made in time.</returns>
    public Task<SessionInfo> StartAsync()
    {
        lock (_lock)
            _running ??= Task.Run(RunAsync); // Task.Yield would go back to the caller's SynchronizationContext
        return _connected.Task;
    }

    /// <summary>Ends it, and all that waits with it.</summary>
    public async Task CloseAsync(BaizeException reason)
    {
        Close(reason);
        Task? running;
        lock (_lock)
            running = _running;
        if (running is not null)
            await running.ConfigureAwait(false);
        await _goodbyes.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(new BaizeException(ClientErrorCodes.Closed, "The client was closed.")).ConfigureAwait(false);
        _endpoint.Dispose();
        _stop.Dispose();
    }

    private void Close(BaizeException reason)
    {
        lock (_lock)
        {
            if (_state.Status == ConnectionStatus.Closed)
                return;
            Set(new ConnectionState(ConnectionStatus.Closed, Reason: reason));
            _link?.Close(new LinkEnd(CloseCodes.Normal, ""));
        }
        session.End(reason);
        _connected.TrySetException(reason.Again());
        _ = _connected.Task.Exception; // seen: who does not wait for the connection reads it from the state
        _stop.Cancel();
    }

    private async Task RunAsync()
    {
        var deadline = options.TimeProvider.Now() + options.ConnectDeadline;
        DateTimeOffset? since = null; // null: never connected
        var failures = 0;
        var wait = TimeSpan.Zero;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                SetUnlessClosed(new ConnectionState(since is null ? ConnectionStatus.Connecting : ConnectionStatus.Reconnecting, attempt, since));
                if (wait > TimeSpan.Zero)
                    await options.TimeProvider.DelayAsync(wait, _stop.Token).ConfigureAwait(false);
                BaizeException? fault;
                try
                {
                    var end = await LiveAsync().ConfigureAwait(false);
                    (fault, since, attempt) = (Verdict(end.End), options.TimeProvider.GetUtcNow(), 0);
                    if (end.Lived >= Stable)
                        failures = 0;
                    wait = end.End.Migrated || (failures == 0 && !IsSlow(end.End.Code)) ? TimeSpan.Zero : Wait(Math.Max(1, failures));
                    if (!end.End.Migrated)
                        failures++;
                }
                catch (BaizeException ex)
                {
                    wait = Wait(++failures);
                    var isLate = since is null && options.TimeProvider.Now() + wait > deadline;
                    fault = ex.IsRetryable && !isLate ? null : ex;
                }
                if (fault is not null)
                {
                    Close(fault);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // closed
        }
#pragma warning disable CA1031 // a fault of ours ends the client, and says so
        catch (Exception ex)
#pragma warning restore CA1031
        {
            Close(new BaizeException(ErrorCodes.Internal, $"The client failed: {ex.Message}", innerException: ex));
        }
    }

    // One connection, from its making to its end.
    private async Task<(LinkEnd End, TimeSpan Lived)> LiveAsync()
    {
        var (url, token) = await _endpoint.FindAsync(session.Hint, _stop.Token).ConfigureAwait(false);
        var (link, info) = await Link.OpenAsync(url, token, options, _stop.Token).ConfigureAwait(false);
        lock (_lock)
        {
            _link = link;
            if (_state.Status == ConnectionStatus.Closed)
                link.Close(new LinkEnd(CloseCodes.Normal, ""));
            else
                Set(new ConnectionState(ConnectionStatus.Connected, Session: info));
        }
        session.Attach(link);
        _connected.TrySetResult(info);
        var (end, goodbye) = await link.RunAsync(session.TakeAsync).ConfigureAwait(false);
        session.Detach(link, end.Code);
        _goodbyes = Task.WhenAll(_goodbyes, goodbye);
        _stop.Token.ThrowIfCancellationRequested();
        return (end, options.TimeProvider.Now() - link.OpenedAt);
    }

    private void SetUnlessClosed(ConnectionState state)
    {
        lock (_lock)
        {
            if (_state.Status != ConnectionStatus.Closed)
                Set(state);
        }
        _stop.Token.ThrowIfCancellationRequested();
    }

    private void Set(ConnectionState state)
    {
        Volatile.Write(ref _state, state);
        pump.Post(handlers, new StateChanged(state));
    }

    private TimeSpan Wait(int attempt) => Backoff.Of(attempt, options.BackoffMin, options.BackoffMax);

    // After these the first try is not made at once: the client did wrong, or too much.
    private static bool IsSlow(int code) => code is CloseCodes.ProtocolError or CloseCodes.UnsupportedData or CloseCodes.InvalidPayload
        or CloseCodes.TooBig or CloseCodes.TooManyRequests;

    // After which ends there is no coming back.
    private static BaizeException? Verdict(LinkEnd end) => end.Migrated ? null : end.Code switch
    {
        CloseCodes.SessionReplaced => new BaizeException(ClientErrorCodes.SessionReplaced, $"A newer connection of the user took this one's place. {end.Reason}"),
        CloseCodes.Forbidden => new BaizeException(ErrorCodes.Forbidden, $"The server closed the connection: forbidden. {end.Reason}"),
        CloseCodes.Normal => new BaizeException(ClientErrorCodes.Closed, $"The server closed the connection. {end.Reason}"),
        _ => null,
    };
}
