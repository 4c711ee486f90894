using System.Collections.Concurrent;
using Baize.Cluster;
using Baize.Cluster.Instances;

namespace Baize.GameServer.Rooms;

/// <summary>
/// Asks an instance itself whether it lives. Right after a failover or a reconnect of Redis every instance looks gone on the
/// bus for a moment; a storm of takeovers would be harm enough.
/// </summary>
internal sealed class InstanceProbe(IInstanceRegistry registry, IHttpClientFactory http, TimeProvider time)
{
    /// <summary>Name of the client to be configured.</summary>
    public const string Client = "instance-probe";

    /// <summary>How long it may take to answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(300);

    /// <summary>Instances that were listed lately: where the store was emptied, their records are gone and they are not.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (InstanceRecord Record, long Seen)> _known = new(StringComparer.Ordinal);

    /// <summary>Notes who is listed now, so that they can still be asked when their records are lost.</summary>
    public void Remember(IReadOnlyList<InstanceRecord> listed)
    {
        foreach (var record in listed)
            _known[record.InstanceId] = (record, time.GetTimestamp());
        foreach (var (id, known) in _known)
        {
            if (time.GetElapsedTime(known.Seen) > Remembered)
                _known.TryRemove(id, out _);
        }
    }

    /// <summary>Whether it answers on <c>/health/live</c>. True where the registry cannot be asked: then nobody is declared dead.</summary>
    public async ValueTask<bool> IsAliveAsync(string instanceId, CancellationToken cancellationToken)
    {
        try
        {
            if ((await registry.GetAsync(instanceId, cancellationToken) ?? LastKnown(instanceId)) is not { } record)
                return false;
            using var client = http.CreateClient(Client);
            using var response = await client.GetAsync(new Uri(record.BaseAddress(), "health/live"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (ClusterUnavailableException)
        {
            return true;
        }
        catch (Exception ex) when (ex is HttpRequestException || (ex is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false; // refused, reset, or silent for 300 ms
        }
    }

    private InstanceRecord? LastKnown(string instanceId) => _known.TryGetValue(instanceId, out var known) ? known.Record : null;
}
