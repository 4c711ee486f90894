using System.Runtime.InteropServices;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>The system calls of the edge on Linux, as <c>man 2</c> has them. A negative result is an error: see <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static partial class Posix
{
    public const int EpollCtlAdd = 1;
    public const int EpollCtlDel = 2;
    public const int EpollCtlMod = 3;

    public const uint EpollIn = 0x001;
    public const uint EpollOut = 0x004;
    public const uint EpollErr = 0x008;
    public const uint EpollHup = 0x010;
    public const uint EpollRdHup = 0x2000;
    public const uint EpollEdge = 1u << 31;

    public const int MsgPeek = 0x02;
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;

    public const int ShutdownWrite = 1;
    public const int ShutdownBoth = 2;

    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Enfile = 23;
    public const int Emfile = 24;
    public const int ConnectionAborted = 103;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int SetFlags = 4;
    private const int Tcp = 6;
    private const int TcpNoDelay = 1;
    private const string Libc = "libc";

    public static int CreateEpoll() => epoll_create1(CloseOnExec);

    public static int CreateEvent() => eventfd(0, CloseOnExec | NonBlocking);

    /// <summary>Changes what is watched of a descriptor.</summary>
    public static int Control(int epoll, int operation, int descriptor, uint events, ulong data)
    {
        // The kernel packs the structure on x64, and only there.
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            var packed = new PackedEvent { Events = events, Data = data };
            return epoll_ctl(epoll, operation, descriptor, ref packed);
        }
        var plain = new PlainEvent { Events = events, Data = data };
        return epoll_ctl(epoll, operation, descriptor, ref plain);
    }

    /// <summary>Takes a connection off a listener's queue.</summary>
    public static int Accept(int listener) => accept4(listener, 0, 0, CloseOnExec);

    public static void SetNonBlocking(int descriptor) => _ = fcntl(descriptor, SetFlags, NonBlocking);

    public static void SetNoDelay(int descriptor)
    {
        var on = 1;
        _ = setsockopt(descriptor, Tcp, TcpNoDelay, ref on, sizeof(int));
    }

    public static int Receive(int descriptor, Span<byte> buffer, int flags = 0) =>
        (int)recv(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, flags | MsgDontWait);

    public static int Send(int descriptor, ReadOnlySpan<byte> bytes) =>
        (int)send(descriptor, ref MemoryMarshal.GetReference(bytes), bytes.Length, MsgDontWait | MsgNoSignal);

    [LibraryImport(Libc, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitPacked(int epoll, ref PackedEvent events, int capacity, int timeoutMs);

    [LibraryImport(Libc, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitPlain(int epoll, ref PlainEvent events, int capacity, int timeoutMs);

    [LibraryImport(Libc, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport(Libc, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Libc, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ref ulong value, nint length);

    [LibraryImport(Libc, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, ref ulong value, nint length);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, ref PackedEvent change);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, ref PlainEvent change);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int accept4(int listener, nint address, nint length, int flags);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int flags);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int option, ref int value, int length);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial nint recv(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport(Libc, SetLastError = true)]
    private static partial nint send(int descriptor, ref byte buffer, nint length, int flags);

    /// <summary><c>struct epoll_event</c> on x64.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct PackedEvent
    {
        public uint Events;
        public ulong Data;
    }

    /// <summary><c>struct epoll_event</c> elsewhere.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PlainEvent
    {
        public uint Events;
        public ulong Data;
    }
}
