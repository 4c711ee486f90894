using Baize.Cluster.Instances;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster.Discovery;

/// <summary>
/// The registry in etcd or Consul. Writes go there; reads are answered from what the service tells of its changes, so that they
/// cost it nothing and go on while it is away.
/// </summary>
public sealed partial class DiscoveryRegistry : IInstanceRegistry, IAsyncDisposable
{
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(6); // as patient as with Redis

    private readonly CancellationTokenSource _stopping = new();
    private readonly IDiscoveryStore _store;
    private readonly DiscoveryView _view;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _following;
    private volatile bool _isAway;

    private DiscoveryRegistry(IDiscoveryStore store, DiscoverySnapshot first, TimeProvider time, ILogger logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _view = new DiscoveryView(time);
        _view.Accept(first);
        _following = FollowAsync(first);
        DiscoveryMetrics.Follow(this);
    }

    /// <summary>Whether the service answered lately.</summary>
    public bool IsAway => _isAway;

    /// <summary>For people: which service and where.</summary>
    public string Name => _store.Name;

    /// <summary>Connects, and owns the store from then on.</summary>
    /// <exception cref="ClusterUnavailableException">The service does not answer within some seconds.</exception>
    internal static async Task<DiscoveryRegistry> ConnectAsync(IDiscoveryStore store, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                return new DiscoveryRegistry(store, await store.ReadAsync(cancellationToken), time, logger);
            }
            catch (ClusterUnavailableException ex) when (ex.IsTransient && time.GetElapsedTime(started) < OpenFor)
            {
                await Task.Delay(Pause(failures), time, cancellationToken);
            }
            catch
            {
                await store.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>The shortest <c>instance_ttl</c> that the service keeps, where the one given is shorter; else null.</summary>
    /// <exception cref="ClusterUnavailableException">The service does not answer.</exception>
    public ValueTask<TimeSpan?> ShortestAsync(TimeSpan ttl, CancellationToken cancellationToken) => _store.ShortestAsync(ttl, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> TryReserveAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        if (!await _store.TryHoldAsync(record.InstanceId, InstanceBytes.Write(record), ttl, cancellationToken))
            return false;
        await RefreshAsync(cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        _view.Own(record.InstanceId);
        await _store.HoldAsync(record.InstanceId, InstanceBytes.Write(record), ttl, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken)
    {
        await _store.ReleaseAsync(instanceId, cancellationToken);
        _view.Forget(instanceId);
        await RefreshAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult(_view.Find(instanceId));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_view.List());

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = new List<string>();
        foreach (var id in _view.Dead())
        {
            if (await _store.SweepAsync(id, cancellationToken))
                swept.Add(id);
        }
        return swept;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        DiscoveryMetrics.Leave(this);
        await _stopping.CancelAsync();
        await _following;
        await _store.DisposeAsync();
        _stopping.Dispose();
    }

    // So that whoever has written reads what he wrote. After an outage this may be the first to read, before the loop that follows is back:
    // then too what is missing may only have been too slow to register again.
    private async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var read = await _store.ReadAsync(cancellationToken);
        _view.Accept(_isAway ? read with { IsReset = true } : read);
    }

    private async Task FollowAsync(DiscoverySnapshot first)
    {
        await Task.Yield();
        var failures = 0;
        for (var known = first; known is not null; known = await ReadAgainAsync(failures++))
        {
            try
            {
                await _store.FollowAsync(
                    known,
                    change =>
                    {
                        failures = 0;
                        _view.Accept(change);
                    },
                    _stopping.Token);
            }
            catch (ClusterUnavailableException ex)
            {
                Lost(ex.Message);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex) // a fault of ours; without this loop the process would see no change for good
            {
                Log.DiscoveryFault(_logger, ex);
            }
        }
    }

    // What was missed meanwhile is not told again, and the service may have begun anew: all is read.
    private async Task<DiscoverySnapshot?> ReadAgainAsync(int failures)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause(failures++), _time, _stopping.Token);
                var read = (await _store.ReadAsync(_stopping.Token)) with { IsReset = true };
                _view.Accept(read);
                Back(read.Records.Count);
                return read;
            }
            catch (ClusterUnavailableException ex)
            {
                Lost(ex.Message);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                break;
            }
        }
        return null;
    }

    // 100 ms, doubled up to a second, with jitter: a fleet does not knock at once, and all are back soon.
    private static TimeSpan Pause(int failures)
    {
        var longest = Math.Min(1_000, 100 << Math.Min(failures, 4));
        return TimeSpan.FromMilliseconds(Random.Shared.Next(longest / 2, longest + 1));
    }

    private void Lost(string reason)
    {
        DiscoveryMetrics.Failed();
        if (_isAway)
            return;
        _isAway = true;
        Log.DiscoveryLost(_logger, _store.Name, reason);
    }

    private void Back(int instances)
    {
        if (!_isAway)
            return;
        _isAway = false;
        Log.DiscoveryBack(_logger, _store.Name, instances);
    }

    private static partial class Log // ids 1040-1049
    {
        [LoggerMessage(1040, LogLevel.Warning, "Discovery by {Service} is away; the last known instances stand: {Reason}", EventName = "DiscoveryLost")]
        public static partial void DiscoveryLost(ILogger logger, string service, string reason);

        [LoggerMessage(1041, LogLevel.Information, "Discovery by {Service} is back: {Instances} instances.", EventName = "DiscoveryBack")]
        public static partial void DiscoveryBack(ILogger logger, string service, int instances);

        [LoggerMessage(1042, LogLevel.Error, "Following the discovery service failed within the platform; it begins again.", EventName = "DiscoveryFault")]
        public static partial void DiscoveryFault(ILogger logger, Exception exception);
    }
}
