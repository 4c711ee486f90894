using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>
/// One thread that waits for many sockets and does at once what is to be done: from a client's bytes to the sends to all
/// members of its room there is no other thread, task or buffer. Nothing on it may wait.
/// </summary>
internal sealed partial class Reactor : IDisposable
{
    private const int EventsAtOnce = 256;
    private const int SweepMs = 1_000;
    private const ulong WakeToken = ulong.MaxValue;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<IReady> _posted = new();
    private readonly Dictionary<int, Watched> _watched = []; // by descriptor; the reactor's thread alone
    private readonly HashSet<IReady> _swept = [];
    private readonly Posix.PackedEvent[] _packed = new Posix.PackedEvent[EventsAtOnce];
    private readonly Posix.PlainEvent[] _plain = new Posix.PlainEvent[EventsAtOnce];
    private long _lastSweep;
    private uint _generation;
    private int _isWoken;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Of the thread.</param>
    /// <param name="bufferBytes">Bytes that a socket may hand on at once.</param>
    /// <param name="time">The clock of its sweeps.</param>
    /// <param name="logger">Where faults go.</param>
    /// <exception cref="IOException">The system gives no epoll descriptor.</exception>
    public Reactor(string name, int bufferBytes, TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        Buffer = GC.AllocateUninitializedArray<byte>(bufferBytes, pinned: true);
        _epoll = Posix.CreateEpoll();
        _wake = Posix.CreateEvent();
        if (_epoll < 0 || _wake < 0 || Posix.Control(_epoll, Posix.EpollCtlAdd, _wake, Posix.EpollIn, WakeToken) < 0)
            throw new IOException($"The system gives no epoll descriptor (errno {Marshal.GetLastPInvokeError()}).");
        _lastSweep = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Where sockets receive: one buffer for all, free again when a call returns.</summary>
    public byte[] Buffer { get; }

    /// <summary>Hands something to the reactor's thread. Any thread may.</summary>
    public void Post(IReady ready)
    {
        _posted.Enqueue(ready);
        Wake();
    }

    /// <summary>Watches a descriptor. On the reactor's thread.</summary>
    /// <returns>The token that its changes need.</returns>
    public ulong Watch(int descriptor, IReady ready, uint events)
    {
        var token = (uint)descriptor | ((ulong)(++_generation & 0x7FFF_FFFF) << 32);
        _watched[descriptor] = new Watched(ready, token);
        if (Posix.Control(_epoll, Posix.EpollCtlAdd, descriptor, events, token) < 0)
            throw new IOException($"epoll_ctl failed (errno {Marshal.GetLastPInvokeError()}).");
        return token;
    }

    /// <summary>Watches for other events. Any thread may, while the descriptor is open.</summary>
    public void Change(int descriptor, ulong token, uint events) => _ = Posix.Control(_epoll, Posix.EpollCtlMod, descriptor, events, token);

    /// <summary>Watches a descriptor no longer; before it is closed. On the reactor's thread.</summary>
    public void Unwatch(int descriptor)
    {
        if (_watched.Remove(descriptor))
            _ = Posix.Control(_epoll, Posix.EpollCtlDel, descriptor, 0, 0);
    }

    /// <summary>Has it looked at every second, or no longer. On the reactor's thread.</summary>
    public void Sweep(IReady ready, bool wanted) => _ = wanted ? _swept.Add(ready) : _swept.Remove(ready);

    /// <summary>Ends the thread, and with it all that it watches.</summary>
    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        Wake();
        _thread.Join();
        _ = Posix.Close(_wake);
        _ = Posix.Close(_epoll);
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) != 0)
            return;
        ulong one = 1;
        _ = Posix.Write(_wake, ref one, sizeof(ulong));
    }

    private void Run()
    {
        while (!_stopping)
        {
            var count = Wait();
            for (var i = 0; i < count; i++)
                Dispatch(i);
            while (_posted.TryDequeue(out var posted))
                Guarded(posted, static (r, _) => r.OnPosted(), 0);
            if (_swept.Count > 0 && _time.GetElapsedTime(_lastSweep).TotalMilliseconds >= SweepMs)
                SweepAll();
        }
        foreach (var watched in _watched.Values.ToArray())
            Guarded(watched.Ready, static (r, _) => r.OnStop(), 0);
    }

    private int Wait()
    {
        var timeout = _swept.Count > 0 ? SweepMs : -1;
        var count = IsPacked
            ? Posix.WaitPacked(_epoll, ref _packed[0], EventsAtOnce, timeout)
            : Posix.WaitPlain(_epoll, ref _plain[0], EventsAtOnce, timeout);
        if (count >= 0 || Marshal.GetLastPInvokeError() == Posix.Eintr)
            return Math.Max(count, 0);
        throw new IOException($"epoll_wait failed (errno {Marshal.GetLastPInvokeError()})."); // the descriptor is ours: it cannot, unless memory is broken
    }

    private void Dispatch(int index)
    {
        var (events, token) = IsPacked ? (_packed[index].Events, _packed[index].Data) : (_plain[index].Events, _plain[index].Data);
        if (token == WakeToken)
        {
            ulong ignored = 0;
            _ = Posix.Read(_wake, ref ignored, sizeof(ulong));
            Interlocked.Exchange(ref _isWoken, 0); // a full fence: the look for what was posted must not come before it
        }
        else if (_watched.TryGetValue((int)(uint)token, out var watched) && watched.Token == token) // else closed meanwhile, and the number used again
        {
            Guarded(watched.Ready, static (r, e) => r.OnReady(e), events);
        }
    }

    private void SweepAll()
    {
        _lastSweep = _time.GetTimestamp();
        foreach (var ready in _swept.ToArray())
            Guarded(ready, static (r, _) => r.OnSweep(), 0);
    }

    // Whatever one socket brings, the others go on.
    private void Guarded(IReady ready, Action<IReady, uint> act, uint events)
    {
        try
        {
            act(ready, events);
        }
        catch (Exception ex)
        {
            Log.SocketFault(_logger, ex);
        }
    }

    private static bool IsPacked => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private readonly record struct Watched(IReady Ready, ulong Token);

    private static partial class Log // ids 2270-2279
    {
        [LoggerMessage(2270, LogLevel.Error, "A socket's event failed within the platform.", EventName = "SocketFault")]
        public static partial void SocketFault(ILogger logger, Exception exception);
    }
}
