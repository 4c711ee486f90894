using System.Collections.Concurrent;
using Baize.Gateway.Health;

namespace Baize.Gateway.Sockets;

/// <summary>The WebSockets that go through here, by the instance they lead to.</summary>
internal sealed class OpenSockets(GatewayMetrics metrics)
{
    private readonly ConcurrentDictionary<CancellationTokenSource, Upstream> _open = new();

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    /// <summary>The instances that have any.</summary>
    public IEnumerable<Upstream> Upstreams => _open.Values.Distinct();

    /// <summary>What cuts each.</summary>
    public IReadOnlyList<CancellationTokenSource> All => [.. _open.Keys];

    /// <summary>One was opened.</summary>
    /// <param name="upstream">Where it leads.</param>
    /// <param name="cut">Cuts it.</param>
    public void Add(Upstream upstream, CancellationTokenSource cut) => _open[cut] = upstream;

    /// <summary>It has ended.</summary>
    public void Remove(CancellationTokenSource cut) => _open.TryRemove(cut, out _);

    /// <summary>Cuts all that lead to an instance.</summary>
    public void Cut(Upstream upstream)
    {
        foreach (var (cut, leadsTo) in _open)
        {
            if (leadsTo == upstream)
                Cut(cut, "silent");
        }
    }

    /// <summary>Cuts one.</summary>
    public void Cut(CancellationTokenSource cut, string reason)
    {
        if (!_open.TryRemove(cut, out _))
            return; // it has just ended
        cut.Cancel();
        metrics.Cut(reason);
    }
}
