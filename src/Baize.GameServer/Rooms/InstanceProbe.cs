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

    private readonly ConcurrentDictionary<string, Task<bool>> _looks = new(StringComparer.Ordinal);

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
    /// <remarks>All who ask at once share one look: a killed owner of a thousand rooms is looked at once, not a thousand times.</remarks>
    public async ValueTask<bool> IsAliveAsync(string instanceId, CancellationToken cancellationToken)
    {
        var look = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _looks.GetOrAdd(instanceId, look.Task);
        if (first != look.Task)
            return await first.WaitAsync(cancellationToken);
        var alive = true; // where the look is cut off, nothing is said
        try
        {
            alive = await LookAsync(instanceId, cancellationToken);
            return alive;
        }
        finally
        {
            _looks.TryRemove(instanceId, out _);
            look.SetResult(alive);
        }
    }

    private async ValueTask<bool> LookAsync(string instanceId, CancellationToken cancellationToken)
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

    /// <summary>An instance that was listed lately and says that it is ready; null where none does.</summary>
    /// <param name="except">Whom not to ask.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<string?> FindReadyAsync(string except, CancellationToken cancellationToken)
    {
        foreach (var (id, known) in _known)
        {
            if (id == except)
                continue;
            try
            {
                using var client = http.CreateClient(Client);
                using var response = await client.GetAsync(new Uri(known.Record.BaseAddress(), "health/ready"), cancellationToken);
                if (response.IsSuccessStatusCode)
                    return id;
            }
            catch (Exception ex) when (ex is HttpRequestException || (ex is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // dead, or cut off like this one: the next
            }
        }
        return null;
    }

    private InstanceRecord? LastKnown(string instanceId) => _known.TryGetValue(instanceId, out var known) ? known.Record : null;
}
