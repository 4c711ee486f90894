using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Baize.GameServer.Edge;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>
/// The game port on Linux: Kestrel's transport, of which Kestrel sees only what is not for <c>/ws</c>. WebSockets stay with
/// the reactors (0.7 KB an idle one here, 5 KB as a connection of Kestrel's, 11 to 16 KB as an HTTP request).
/// </summary>
internal sealed partial class GamePort(
    Hub hub, UpgradeGate gate, IOptions<LimitsOptions> limits, TimeProvider time, ILoggerFactory loggers, ILogger<GamePort> logger)
    : IConnectionListener, IReady
{
    /// <summary>Connections that may wait to be accepted; the system's <c>net.core.somaxconn</c> is the other bound.</summary>
    private const int Backlog = 4096;

    /// <summary>HTTP connections that may wait for ASP.NET. Beyond it they are closed: it is not keeping up at all.</summary>
    private const int HandedOn = 1024;

    /// <summary>For the reactor to close the port; it is busy with other sockets for milliseconds at the most.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(HandedOn);
    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), loggers.CreateLogger<SocketConnectionContextFactory>());
    private Reactor[] _reactors = [];
    private Socket? _listener;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _descriptor;
    private ulong _token;
    private int _next;
    private bool _isFull;
    private volatile bool _closing;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    public Hub Hub => hub;

    public TimeProvider Time => time;

    /// <summary>Opens the port.</summary>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
        }
        catch (SocketException ex) when (ex.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(ex.Message, ex);
        }
        listener.Listen(Backlog);
        _listener = listener;
        _descriptor = (int)listener.SafeHandle.DangerousGetHandle();
        Posix.SetNonBlocking(_descriptor);
        EndPoint = listener.LocalEndPoint!;
        // A frame and what comes behind it.
        var buffer = limits.Value.MaxFrameBytes + WebSocketFrameParser.LongestHead + 64 * 1024;
        _reactors = [.. Enumerable.Range(0, ReactorCount).Select(i => new Reactor($"edge-{i}", buffer, time, logger))];
        _reactors[0].Post(this);
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>The next HTTP connection; null when the port is closed.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var context))
                return context;
        }
        return null;
    }

    /// <summary>Closes the port; connections that have come stay.</summary>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        if (_closing || _reactors.Length == 0)
            return;
        _closing = true;
        _reactors[0].Post(this);
        await _closed.Task.WaitAsync(CloseTimeout, time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        foreach (var reactor in _reactors)
            reactor.Dispose();
        _contexts.Dispose();
    }

    /// <summary>Judges a handshake.</summary>
    public ValueTask<UpgradeVerdict> JudgeAsync(UpgradeRequest request) => gate.JudgeAsync(request);

    /// <summary>Gives a connection to ASP.NET.</summary>
    public void HandOn(int descriptor)
    {
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        if (!_accepted.Writer.TryWrite(_contexts.Create(socket)))
            socket.Dispose();
    }

    // One for two processors: what it does is mostly the kernel's sends, and the other half is for rules, the bus and Redis.
    private static int ReactorCount => Math.Max(1, Environment.ProcessorCount / 2);

    void IReady.OnPosted()
    {
        if (_closing)
            CloseListener();
        else
            _token = _reactors[0].Watch(_descriptor, this, Posix.EpollIn);
    }

    void IReady.OnReady(uint events)
    {
        while (true)
        {
            var descriptor = Posix.Accept(_descriptor);
            if (descriptor >= 0)
            {
                Posix.SetNoDelay(descriptor);
                _ = new Opening(_reactors[_next++ % _reactors.Length], descriptor, this);
                continue;
            }
            switch (System.Runtime.InteropServices.Marshal.GetLastPInvokeError())
            {
                case Posix.Emfile or Posix.Enfile:
                    OnFull();
                    return;
                case Posix.Eintr or Posix.ConnectionAborted:
                    continue; // that one was gone before it was accepted: the next
                default:
                    return; // none is left; or the system is short of memory: the others have their turn, then this again
            }
        }
    }

    // No descriptors left: not to be asked again and again, but every second.
    private void OnFull()
    {
        if (_isFull)
            return;
        _isFull = true;
        Log.NoDescriptors(logger);
        _reactors[0].Change(_descriptor, _token, 0);
        _reactors[0].Sweep(this, wanted: true);
    }

    void IReady.OnSweep()
    {
        _reactors[0].Sweep(this, wanted: false);
        _isFull = false;
        if (_listener is not null)
            _reactors[0].Change(_descriptor, _token, Posix.EpollIn);
    }

    void IReady.OnStop() => CloseListener();

    private void CloseListener()
    {
        if (_listener is null)
            return;
        _reactors[0].Unwatch(_descriptor);
        _listener.Dispose();
        _listener = null;
        _closed.SetResult();
    }

    private static partial class Log // ids 2280-2289
    {
        [LoggerMessage(2280, LogLevel.Error, "No descriptor is left for a new connection; trying again every second. Raise the limit of open files (LimitNOFILE, ulimit -n).", EventName = "NoDescriptors")]
        public static partial void NoDescriptors(ILogger logger);
    }
}
