using System.Net;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster.Redis.Direct;

/// <summary>
/// Keeps one connection to the master: it connects, has the loop read it, gives it up when the master has moved or says nothing
/// any more, and begins again. The loop's thread is the one that acts on what it reads: a message costs no hop.
/// </summary>
internal abstract partial class DirectLink(DirectLoop loop, DirectAddress address, string role, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>A connection on which nothing comes for so long, though something is due, is given up; as <see cref="RedisLinks"/> does.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stopping = new();
    private volatile RespSocket? _socket;
    private Thread? _thread;
    private volatile EndPoint? _endpoint;
    private bool _isDown;

    protected TimeProvider Time => time;

    protected DirectAddress Address => address;

    /// <summary>The connection; null while there is none.</summary>
    protected RespSocket? Socket => _socket;

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"bus-{role}" };
        _thread.Start();
    }

    /// <summary>Ends the connection; another follows.</summary>
    public void Cut()
    {
        _socket?.Dispose();
        loop.Wake();
    }

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        Cut();
        // Who awaited the bus may be on the loop's own thread, and the connection's waits for that one.
        if (_thread == Thread.CurrentThread || loop.IsCurrent)
            return;
        _thread?.Join();
        _stopping.Dispose();
    }

    /// <summary>How long replies are left alone after some were read, unless the loop is awake for another's: to wake it costs as much as a send.</summary>
    public virtual TimeSpan Pause => TimeSpan.Zero;

    /// <summary>Whether a reply is likely to be there before the socket says so.</summary>
    public virtual bool IsWaiting => false;

    /// <summary>The loop has read what there was, of all connections.</summary>
    public virtual void OnPassed()
    {
    }

    /// <summary>Whether this is the loop's thread.</summary>
    protected bool IsLoop => loop.IsCurrent;

    /// <summary>The connection stands.</summary>
    protected abstract void OnConnected(RespSocket socket);

    /// <summary>A reply has come.</summary>
    public abstract void OnReply(in RespReply reply);

    /// <summary>Called four times a second.</summary>
    /// <returns>Whether an answer is due: then a silent connection is given up after a while.</returns>
    protected abstract bool OnLook();

    /// <summary>The connection has ended.</summary>
    protected abstract void OnLost();

    /// <summary>Called by the loop four times a second.</summary>
    /// <param name="silence">How long nothing has come.</param>
    /// <param name="isDue">Whether an answer is due.</param>
    /// <exception cref="IOException">The connection is to be given up.</exception>
    public void Look(TimeSpan silence, out bool isDue)
    {
        isDue = OnLook();
        if (isDue && silence > Silence)
            throw new IOException($"{_endpoint} has said nothing for {Silence.TotalSeconds} s.");
        if (_endpoint is { } endpoint && address.HasMovedFrom(endpoint))
            throw new IOException($"{endpoint} is the master no longer.");
    }

    private void Run()
    {
        for (var failures = 0; !_stopping.IsCancellationRequested;)
        {
            try
            {
                var endpoint = _endpoint = address.Master ?? throw new IOException("The client knows of no master.");
                using var socket = RespSocket.Connect(endpoint, address);
                _socket = socket;
                Interlocked.MemoryBarrier(); // either Dispose sees this socket, or this sees Dispose
                if (_stopping.IsCancellationRequested)
                    throw new IOException("The process ends.");
                OnConnected(socket);
                if (_isDown)
                    Log.DirectBack(logger, role, endpoint.ToString() ?? "");
                (_isDown, failures) = (false, 0);
                loop.Read(this, socket);
            }
            catch (IOException ex)
            {
                if (!_isDown && !_stopping.IsCancellationRequested)
                    Log.DirectLost(logger, role, ex.Message);
                _isDown = true;
            }
            catch (Exception ex) // a fault of ours: it must not end the process
            {
                Log.DirectFault(logger, role, ex);
            }
            _socket = null;
            OnLost();
            var longest = Math.Min(250, 20 << Math.Min(failures++, 4));
            _stopping.Token.WaitHandle.WaitOne(Random.Shared.Next(longest / 2, longest + 1));
        }
    }

    private static partial class Log // ids 1090-1099
    {
        [LoggerMessage(1090, LogLevel.Warning, "The bus has lost its connection ({Role}): {Reason}", EventName = "DirectLost")]
        public static partial void DirectLost(ILogger logger, string role, string reason);

        [LoggerMessage(1091, LogLevel.Information, "The bus has its connection ({Role}) to {Endpoint} again.", EventName = "DirectBack")]
        public static partial void DirectBack(ILogger logger, string role, string endpoint);

        [LoggerMessage(1092, LogLevel.Error, "The bus' connection ({Role}) failed within the platform; it begins again.", EventName = "DirectFault")]
        public static partial void DirectFault(ILogger logger, string role, Exception exception);
    }
}
