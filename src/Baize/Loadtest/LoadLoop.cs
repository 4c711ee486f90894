using Baize.Loadtest.Linux;
using Baize.Loadtest.Targets;

namespace Baize.Loadtest;

/// <summary>
/// One thread's clients. All they do is done on it, phase after phase, so nothing is locked. The thread sleeps in the kernel until a
/// socket is ready or a message is due.
/// </summary>
internal sealed partial class LoadLoop : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100); // between looks at whether the run is cancelled
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    private readonly Epoll _epoll = new();
    private readonly LoadClient[] _clients;
    private readonly ILoadTarget _target;
    private readonly LoadPlan _plan;
    private readonly TimeProvider _time;
    private readonly long _born;
    private readonly byte[]? _keepAlive;
    private long _keepAlives;
    private long _lastHeard;

    public LoadLoop(IEnumerable<LoadClient> clients, ILoadTarget target, LoadPlan plan, TimeProvider time)
    {
        (_clients, _target, _plan, _time) = ([.. clients], target, plan, time);
        _keepAlive = target.KeepAlive is { } text ? Wire.ClientWire.Text(System.Text.Encoding.UTF8.GetBytes(text)) : null;
        for (var i = 0; i < _clients.Length; i++)
            _clients[i].Token = i;
        _born = _lastHeard = time.GetTimestamp();
    }

    /// <summary>What this thread counts; others may read it.</summary>
    public LoadTally Tally { get; } = new();

    /// <summary>Lets the clients be, but for pings, until the time is over or nothing was heard for some time.</summary>
    /// <param name="atMost">How long.</param>
    /// <param name="quiet">Ends it earlier; null: nothing does.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public void Hold(TimeSpan atMost, TimeSpan? quiet, CancellationToken cancellationToken)
    {
        var started = _lastHeard = _time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && _time.GetElapsedTime(started) < atMost && (quiet is null || _time.GetElapsedTime(_lastHeard) < quiet))
            Turn(LongestWait);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Where(c => c.Socket >= 0))
            _ = Libc.Close(client.Socket);
        _epoll.Dispose();
    }

    /// <summary>The sharpest timers the kernel has: by default it may wake a thread 50 µs late. To be called by the loop's own thread.</summary>
    public static void SharpenTimers() => _ = Libc.ProcessControl(Libc.TimerSlack, value: 1, 0, 0, 0);

    // Waits, and handles what has come.
    private void Turn(TimeSpan wait)
    {
        SendKeepAlives();
        var ready = _epoll.Wait(wait < LongestWait ? wait : LongestWait);
        for (var i = 0; i < ready; i++)
        {
            var (token, reads, writes) = _epoll.Ready(i);
            var client = _clients[token];
            if (client.State == LoadClientState.Connecting)
            {
                OnConnected(client);
                continue;
            }
            if (writes)
                SendRest(client);
            if (reads && client.State != LoadClientState.Gone)
                Receive(client);
        }
    }

    // Spread over the interval, one client after the other.
    private void SendKeepAlives()
    {
        if (_keepAlive is null)
            return;
        var due = (long)(_time.GetElapsedTime(_born) / KeepAliveInterval * _clients.Length);
        for (; _keepAlives < due; _keepAlives++)
        {
            var token = (int)(_keepAlives % _clients.Length);
            if (_clients[token].State == LoadClientState.Ready)
                Send(_clients[token], _keepAlive);
        }
    }
}
