using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.Gateway.Health;

namespace Baize.Gateway.Routing;

/// <summary>The instances as the registry lists them, read every second, so that no request waits for it. While it is away the last list stands.</summary>
internal sealed partial class InstanceWatch(IRoutingSource source, HealthBook book, GatewayMetrics metrics, TimeProvider time, ILogger<InstanceWatch> logger) : BackgroundService
{
    /// <summary>Between two reads. What has come or gone since is found out by asking: a refused connection costs a try, no player.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a read may take: above the second that a command to Redis may.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long one that is no longer listed stays, while it answers that it is ready: a registry that comes back from an outage has
    /// forgotten all whose time has run out, and they need up to a heartbeat to list themselves again.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, long> _missing = new(StringComparer.Ordinal);
    private volatile InstanceRecord[] _instances = [];
    private volatile bool _wasRead;
    private volatile string? _fault;

    /// <summary>By id; draining ones too.</summary>
    public IReadOnlyList<InstanceRecord> Instances => _instances;

    /// <summary>Whether there ever was a list.</summary>
    public bool WasRead => _wasRead;

    /// <summary>Why the registry was not to be read, the last time; null where it was.</summary>
    public string? Fault => _fault;

    /// <summary>Reads the list once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var listed = await source.ListAsync(either.Token);
            _instances = WithMissing([.. listed.Where(IsReachable)]);
            _wasRead = true;
            if (_fault is not null)
                Log.RegistryBack(logger, _instances.Length);
            _fault = null;
        }
        catch (Exception ex) when (ex is ClusterUnavailableException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var fault = ex is ClusterUnavailableException ? ex.Message : $"no answer within {ReadTimeout.TotalSeconds} s";
            if (_fault is null)
                Log.RegistryLost(logger, _instances.Length, fault);
            _fault = fault;
        }
        metrics.SourceIs("registry", isThere: _fault is null);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await ReadAsync(stoppingToken);
            await Task.Delay(Interval + Interval * (0.2 * Random.Shared.NextDouble()), time, stoppingToken); // gateways that start together do not ask together
        }
    }

    private InstanceRecord[] WithMissing(List<InstanceRecord> listed)
    {
        foreach (var instance in listed)
            _missing.Remove(instance.InstanceId);
        foreach (var before in _instances)
        {
            if (listed.Any(i => i.InstanceId == before.InstanceId || (i.Address == before.Address && i.Port == before.Port)))
                continue; // still there, or another process has its place
            _missing.TryAdd(before.InstanceId, time.GetTimestamp());
            if (time.GetElapsedTime(_missing[before.InstanceId]) < Grace && book.Of(Upstream.Of(before)) == Condition.Ready)
                listed.Add(before);
            else
                _missing.Remove(before.InstanceId);
        }
        return [.. listed];
    }

    // Other programs may write to the registry: what is no address cannot be asked.
    private static bool IsReachable(InstanceRecord instance) => Uri.CheckHostName(instance.Address) != UriHostNameType.Unknown;

    private static partial class Log // ids 6000-6009
    {
        [LoggerMessage(6000, LogLevel.Warning, "The registry is away; going on with the last {Instances} instances: {Reason}", EventName = "RegistryLost")]
        public static partial void RegistryLost(ILogger logger, int instances, string reason);

        [LoggerMessage(6001, LogLevel.Information, "The registry is back: {Instances} instances.", EventName = "RegistryBack")]
        public static partial void RegistryBack(ILogger logger, int instances);
    }
}
