using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Baize.Loadtest.Linux;

/// <summary>Waits for many sockets at once. For one thread.</summary>
internal sealed class Epoll : IDisposable
{
    private const int MostEntries = 256;

    // The kernel packs its struct on x86-64 alone.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntrySize = Packed ? 12 : 16;
    private static readonly int TokenAt = Packed ? 4 : 8;

    private readonly byte[] _ready = GC.AllocateArray<byte>(MostEntries * EntrySize, pinned: true);
    private readonly int _file = Libc.EpollCreate(0x80000);
    private bool _coarse;

    /// <summary>Watches a socket for bytes to read, and for room to write where asked.</summary>
    public void Add(int socket, int token, bool writes) => Control(Libc.EpollAdd, socket, token, writes);

    /// <summary>Watches it for something else.</summary>
    public void Change(int socket, int token, bool writes) => Control(Libc.EpollModify, socket, token, writes);

    /// <summary>Waits until a socket is ready or the time is over; times are kept to some 10 µs (1 ms with a C library before glibc 2.35).</summary>
    /// <returns>How many are ready.</returns>
    public int Wait(TimeSpan atMost)
    {
        var count = _coarse ? Libc.EpollWait(_file, ref _ready[0], MostEntries, (int)atMost.TotalMilliseconds) : WaitPrecisely(atMost);
        if (count < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
            throw new CommandException($"epoll_wait failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return Math.Max(count, 0);
    }

    /// <summary>A socket that is ready, and whether it is so only for writing.</summary>
    public (int Token, bool Reads, bool Writes) Ready(int index)
    {
        var entry = _ready.AsSpan(index * EntrySize);
        var events = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        return (BinaryPrimitives.ReadInt32LittleEndian(entry[TokenAt..]), (events & ~(uint)Libc.EpollOut) != 0, (events & Libc.EpollOut) != 0);
    }

    public void Dispose() => _ = Libc.Close(_file);

    private int WaitPrecisely(TimeSpan atMost)
    {
        var wait = new Libc.TimeSpec { Seconds = (nint)atMost.TotalSeconds, Nanoseconds = (nint)(atMost.Ticks % TimeSpan.TicksPerSecond * 100) };
        try
        {
            return Libc.EpollWaitPrecisely(_file, ref _ready[0], MostEntries, ref wait, signals: 0);
        }
        catch (EntryPointNotFoundException)
        {
            _coarse = true;
            return 0;
        }
    }

    private void Control(int operation, int socket, int token, bool writes)
    {
        Span<byte> entry = stackalloc byte[16];
        entry.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(entry, Libc.EpollIn | (writes ? Libc.EpollOut : 0));
        BinaryPrimitives.WriteInt32LittleEndian(entry[TokenAt..], token);
        if (Libc.EpollControl(_file, operation, socket, ref entry[0]) < 0)
            throw new CommandException($"epoll_ctl failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }
}
