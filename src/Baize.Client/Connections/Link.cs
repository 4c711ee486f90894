using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Baize.Client.Connections;

/// <summary>One WebSocket, from its first frame to its end. What it hears and when is guarded by the session's lock.</summary>
internal sealed partial class Link : IDisposable
{
    /// <summary>Larger frames are no server's of ours: views of games are some kilobytes.</summary>
    private const int MaxFrameBytes = 16 << 20;

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly BaizeClientOptions _options;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true }); // bounded by the session's window
    private readonly TaskCompletionSource<LinkEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly ArrayBufferWriter<byte> _incoming = new(4096);
    private ITimer? _migration;
    private TimeSpan _heardAt;
    private TimeSpan? _dueSince; // since when a word from the server is due
    private bool _isReading = true;

    private Link(WebSocket socket, BaizeClientOptions options)
    {
        _socket = socket;
        _options = options;
        OpenedAt = _heardAt = options.TimeProvider.Now();
        Pace = new Pace(options.MessagesPerSecond, OpenedAt);
    }

    public TimeSpan OpenedAt { get; }

    public Pace Pace { get; }

    /// <summary>When to look at <see cref="IsDead"/> and <see cref="WantsPing"/> again.</summary>
    public TimeSpan CheckAt => _dueSince is { } since ? since + _options.HeartbeatTimeout : _heardAt + _options.HeartbeatInterval;

    /// <summary>Whether something that must be answered is written and the server has been silent since, for too long.</summary>
    public bool IsDead(TimeSpan now) => _isReading && now - _dueSince >= _options.HeartbeatTimeout;

    /// <summary>Whether it is time to ask if the server is there.</summary>
    public bool WantsPing(TimeSpan now) => _isReading && _dueSince is null && now - _heardAt >= _options.HeartbeatInterval;

    /// <summary>Sends a frame that the server answers.</summary>
    public void Write(byte[] frame)
    {
        _dueSince ??= _options.TimeProvider.Now();
        _outgoing.Writer.TryWrite(frame); // false once it is over: what is not answered is sent on the next one
    }

    /// <summary>Something came.</summary>
    /// <param name="expectMore">Whether answers are due still, so that the server's silence counts from now.</param>
    public void Heard(bool expectMore)
    {
        _heardAt = _options.TimeProvider.Now();
        _dueSince = expectMore ? _heardAt : null;
    }

    /// <summary>Whether frames are read: while the application's handlers lag behind they are not, and silence means nothing.</summary>
    public void SetReading(bool isReading)
    {
        _isReading = isReading;
        _heardAt = _options.TimeProvider.Now();
        _dueSince = null;
    }

    /// <summary>The server asked the client to move: the link ends by itself then.</summary>
    public void MigrateAfter(TimeSpan delay) => _migration ??= _options.TimeProvider.CreateTimer(
        _ => Close(new LinkEnd(Protocol.Frames.CloseCodes.GoingAway, "migrate", Migrated: true)), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>It is over, at once: the rest is <see cref="RunAsync"/>'s.</summary>
    public void Close(LinkEnd end) => _ended.TrySetResult(end);

    /// <summary>Reads and writes until it is over.</summary>
    /// <param name="take">Takes each frame; waits while the application's handlers lag behind.</param>
    /// <returns>How it ended, at once; and what is left to do, bounded in time.</returns>
    public async Task<(LinkEnd End, Task Goodbye)> RunAsync(Func<Link, Frame, ValueTask> take)
    {
        var reading = ReadAsync(take);
        var writing = WriteAsync();
        var end = await _ended.Task.ConfigureAwait(false);
        return (end, EndAsync(end, reading, writing));
    }

    public void Dispose()
    {
        _migration?.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(Func<Link, Frame, ValueTask> take)
    {
        try
        {
            while (await ReceiveAsync(_stop.Token).ConfigureAwait(false) is { } frame)
            {
                if (!_ended.Task.IsCompleted) // after the end it only reads to the server's goodbye
                    await take(this, frame).ConfigureAwait(false);
            }
        }
        catch (Exception ex) when (IsOfTheNetwork(ex))
        {
            Close(new LinkEnd(LinkEnd.Abnormal, ex.Message));
        }
#pragma warning disable CA1031 // a fault of ours: the next connection begins anew, which nothing would without an end of this one
        catch (Exception ex)
#pragma warning restore CA1031
        {
            _options.Report(new BaizeException(Protocol.Frames.ErrorCodes.Internal, $"The client failed on a frame: {ex.Message}", innerException: ex));
            Close(new LinkEnd(LinkEnd.Abnormal, ex.Message));
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
                await _socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception ex) when (IsOfTheNetwork(ex))
        {
            Close(new LinkEnd(LinkEnd.Abnormal, ex.Message));
        }
    }

    // Says goodbye and hears the server's, so that the socket ends without a reset that would take our close frame away.
    private async Task EndAsync(LinkEnd end, Task reading, Task writing)
    {
        _outgoing.Writer.TryComplete();
        using (var timeout = _options.TimeProvider.CancelAfter(Goodbye))
        using (timeout.Token.Register(_stop.Cancel))
        {
            if (end.Code == LinkEnd.Abnormal)
                _stop.Cancel();
            await writing.ConfigureAwait(false);
            try
            {
                if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _stop.Token).ConfigureAwait(false);
            }
            catch (Exception ex) when (IsOfTheNetwork(ex))
            {
                _stop.Cancel(); // it is gone: there is nobody to say goodbye to
            }
            await reading.ConfigureAwait(false);
        }
        Dispose();
    }

    private static bool IsOfTheNetwork(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;

    // Null: the server closed, or sent what is too large.
    private async ValueTask<Frame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _incoming.Clear();
            ValueWebSocketReceiveResult result;
            do
            {
                result = await _socket.ReceiveAsync(_incoming.GetMemory(4096), cancellationToken).ConfigureAwait(false);
                _incoming.Advance(result.Count);
                if (_incoming.WrittenCount > MaxFrameBytes)
                {
                    Close(new LinkEnd(LinkEnd.Abnormal, $"a frame of more than {MaxFrameBytes} bytes"));
                    return null;
                }
            }
            while (!result.EndOfMessage);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                Close(new LinkEnd((int?)_socket.CloseStatus ?? 1005, _socket.CloseStatusDescription ?? ""));
                return null;
            }
            try
            {
                return Frame.Parse(_incoming.WrittenSpan);
            }
            catch (System.Text.Json.JsonException ex)
            {
                _options.Report(new BaizeException(ClientErrorCodes.BadAnswer, "The server sent what is not a frame of the protocol.", innerException: ex));
            }
        }
    }
}
