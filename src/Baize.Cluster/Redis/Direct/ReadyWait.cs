using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Baize.Cluster.Redis.Direct;

/// <summary>Waits until one of a few sockets can be read: on Linux to the microsecond, elsewhere to the millisecond, rounded up.</summary>
internal sealed partial class ReadyWait
{
    private const short In = 1; // POLLIN

    private static readonly bool HasPoll = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    private readonly List<Socket> _sockets = [];
    private PollEntry[] _entries = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _sockets.Clear();

    /// <summary>Waits for this one too.</summary>
    public void Add(Socket socket) => _sockets.Add(socket);

    /// <summary>Whether it can be read, or has ended; of those that were added.</summary>
    public bool IsReady(Socket socket) => _sockets.Contains(socket);

    /// <summary>Waits; afterwards those that are not ready are forgotten.</summary>
    public void Wait(TimeSpan time)
    {
        if (HasPoll)
        {
            Poll(time);
            return;
        }
        try
        {
            // Up to whole milliseconds: what is less would not wait at all.
            Socket.Select(_sockets, null, null, TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)));
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            _sockets.Clear(); // one of them has been closed, and whose it is knows
        }
    }

    private void Poll(TimeSpan time)
    {
        if (_entries.Length < _sockets.Count)
            _entries = new PollEntry[_sockets.Count + 4];
        for (var i = 0; i < _sockets.Count; i++)
            _entries[i] = new PollEntry { Descriptor = (int)_sockets[i].Handle, Events = In }; // -1 where it has been closed: passed over
        var timeout = new Timespec { Seconds = time.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        if (PPoll(_entries, (nuint)_sockets.Count, timeout, 0) <= 0) // an interrupted wait is a short one
        {
            _sockets.Clear();
            return;
        }
        for (var i = _sockets.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Returned == 0)
                _sockets.RemoveAt(i);
        }
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int PPoll([In, Out] PollEntry[] entries, nuint count, in Timespec timeout, nint signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
