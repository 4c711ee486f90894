using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace Baize.Cluster.Redis.Direct;

/// <summary>
/// The one thread that reads all direct connections of the process and acts on what it reads. To wake a thread costs as much as
/// a send, so one that is awake reads whatever is there: what a publish is answered is mostly found beside the next message.
/// </summary>
internal sealed class DirectLoop : IDisposable
{
    /// <summary>How often a connection is looked after.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ReadyWait _ready = new();
    private readonly Socket _waker = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    private readonly Thread _thread;
    private Reading[] _readings = []; // replaced as a whole, under the lock
    private volatile bool _stopping;

    public DirectLoop(TimeProvider time)
    {
        _time = time;
        _waker.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _waker.Connect(_waker.LocalEndPoint!);
        _thread = new Thread(Run) { IsBackground = true, Name = "redis-direct" };
        _thread.Start();
    }

    /// <summary>Whether this is its thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Has a connection read until it ends; the caller waits.</summary>
    /// <exception cref="IOException">It has ended, and this is why.</exception>
    public void Read(DirectLink link, RespSocket socket)
    {
        var reading = new Reading(this, link, socket, _time.GetTimestamp());
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _readings = [.. _readings, reading];
        }
        Wake();
        reading.Ended.Wait();
        ExceptionDispatchInfo.Throw(reading.Reason!);
    }

    /// <summary>Has the thread look again at what there is to be read.</summary>
    public void Wake()
    {
        try
        {
            _waker.Send("!"u8, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // it has stopped
        }
    }

    public void Dispose()
    {
        lock (_lock) // whoever is about to have a connection read is either among the readings or refused
        {
            if (_stopping)
                return;
            _stopping = true;
        }
        Wake();
        if (_thread != Thread.CurrentThread)
            _thread.Join();
        _waker.Dispose();
        foreach (var reading in _readings)
            reading.End(new IOException("The process ends."));
    }

    private void Run()
    {
        Span<byte> wakes = stackalloc byte[64];
        while (!_stopping)
        {
            var all = Volatile.Read(ref _readings);
            Wait(all);
            if (_ready.IsReady(_waker))
                _waker.Receive(wakes, SocketFlags.None, out _);
            var now = _time.GetTimestamp();
            foreach (var reading in all)
                Guarded(reading, static (r, at) => r.Loop.Step(r, at), now);
            foreach (var reading in all)
                Guarded(reading, static (r, _) => r.Link.OnPassed(), now);
        }
    }

    // Whatever happens on one connection ends that one; the thread goes on.
    private void Guarded(Reading reading, Action<Reading, long> step, long now)
    {
        try
        {
            step(reading, now);
        }
        catch (Exception ex)
        {
            End(reading, ex);
        }
    }

    private void Step(Reading reading, long now) => reading.Step(_time, now, _ready.IsReady(reading.Socket.Socket), Look);

    private void Wait(Reading[] all)
    {
        var now = _time.GetTimestamp();
        var wait = Look;
        _ready.Clear();
        _ready.Add(_waker);
        foreach (var reading in all)
        {
            var quiet = reading.QuietFor(_time, now);
            if (quiet <= TimeSpan.Zero)
                _ready.Add(reading.Socket.Socket);
            else if (quiet < wait)
                wait = quiet;
        }
        _ready.Wait(wait);
    }

    private void End(Reading reading, Exception reason)
    {
        lock (_lock)
            _readings = [.. _readings.Where(r => r != reading)];
        reading.End(reason);
    }

    private sealed class Reading(DirectLoop loop, DirectLink link, RespSocket socket, long started)
    {
        private long _lastRead;
        private long _lastHeard = started;
        private long _lastLook = started;

        public DirectLoop Loop => loop;

        public DirectLink Link => link;

        public RespSocket Socket => socket;

        public ManualResetEventSlim Ended { get; } = new();

        public Exception? Reason { get; private set; }

        /// <summary>How long it is still to be left alone.</summary>
        public TimeSpan QuietFor(TimeProvider time, long now) =>
            link.Pause > TimeSpan.Zero && _lastRead != 0 ? link.Pause - time.GetElapsedTime(_lastRead, now) : TimeSpan.Zero;

        public void Step(TimeProvider time, long now, bool isReady, TimeSpan look)
        {
            if (isReady || socket.IsClosed || (link.IsWaiting && QuietFor(time, now) <= TimeSpan.Zero))
            {
                if (socket.Receive())
                {
                    while (socket.TryRead(out var reply))
                        link.OnReply(reply);
                    _lastRead = _lastHeard = now;
                }
            }
            if (time.GetElapsedTime(_lastLook, now) < look)
                return;
            _lastLook = now;
            link.Look(time.GetElapsedTime(_lastHeard, now), out var isDue);
            if (!isDue)
                _lastHeard = now;
        }

        public void End(Exception reason)
        {
            Reason = reason;
            Ended.Set();
        }
    }
}
