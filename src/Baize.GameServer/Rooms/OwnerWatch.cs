using Baize.Cluster;
using Baize.Cluster.Bus;

namespace Baize.GameServer.Rooms;

/// <summary>
/// Looks, while an owner's answer is late, whether it still listens. Redis learns that a process was killed a millisecond or two
/// after the fact, and what is published in between counts as heard: so a dead owner costs 50 ms instead of a second.
/// </summary>
internal sealed class OwnerWatch : IDisposable
{
    /// <summary>When, after the one before, to look.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(60), TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(300)];

    private readonly IBus _bus;
    private readonly string _owner;
    private readonly CancellationTokenSource _unheard;
    private readonly ITimer _timer;
    private int _looked;
    private volatile bool _ended;

    /// <summary>Begins.</summary>
    public OwnerWatch(IBus bus, string owner, TimeProvider time, CancellationToken cancellationToken)
    {
        (_bus, _owner) = (bus, owner);
        _unheard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(static w => _ = ((OwnerWatch)w!).LookAsync(), this, Looks[0], Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when it is known that nobody listens, when the store does not say, and with the asker's own token.</summary>
    public CancellationToken Unheard => _unheard.Token;

    /// <summary>Whether it was the store that did not say.</summary>
    public bool StoreIsAway { get; private set; }

    public void Dispose()
    {
        _ended = true;
        _timer.Dispose();
        _unheard.Dispose();
    }

    // Never throws: a timer began it.
    private async Task LookAsync()
    {
        try
        {
            if (await _bus.IsListeningAsync(_owner, Unheard))
            {
                if (!_ended && ++_looked < Looks.Length)
                    _timer.Change(Looks[_looked], Timeout.InfiniteTimeSpan);
                return;
            }
        }
        catch (ClusterUnavailableException)
        {
            StoreIsAway = true; // the asker is told, and tries again
        }
        catch (Exception ex) when (ex is OperationCanceledException or ObjectDisposedException)
        {
            return; // the answer has come meanwhile
        }
        End();
    }

    private void End()
    {
        try
        {
            if (!_ended)
                _unheard.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the answer has come meanwhile
        }
    }
}
