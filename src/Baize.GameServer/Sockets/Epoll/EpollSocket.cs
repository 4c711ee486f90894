using System.Buffers;
using System.Runtime.InteropServices;
using Baize.GameServer.Edge;
using Baize.Hosting.Auth;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>
/// A WebSocket straight on its descriptor. Received bytes go from the reactor's buffer to the session; sends go to the kernel
/// on the thread that has something to send. At rest it holds no buffer, task or timer.
/// </summary>
/// <remarks>
/// The descriptor is closed under the connection's lock, which every <see cref="IClientSocket"/> call holds: so nobody can send
/// to a number that the system has given to someone else.
/// </remarks>
internal sealed class EpollSocket : IClientSocket, IReady
{
    private const uint Reading = Posix.EpollIn | Posix.EpollRdHup;

    private readonly Reactor _reactor;
    private readonly Hub _hub;
    private readonly ClientSession _session;
    private readonly ulong _token;
    private int _descriptor;
    private byte[]? _kept; // a part of a frame, or frames that wait for the reading to go on
    private int _keptBytes;
    private uint _watched = Reading;
    private bool _hasClosed;

    /// <summary>Takes a descriptor over, after the handshake. On the reactor's thread.</summary>
    public EpollSocket(Reactor reactor, int descriptor, Hub hub, UserIdentity user)
    {
        (_reactor, _descriptor, _hub) = (reactor, descriptor, hub);
        _token = reactor.Watch(descriptor, this, Reading);
        _session = hub.Open(user, this);
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (_descriptor < 0)
            return IClientSocket.Gone;
        while (true)
        {
            var sent = Posix.Send(_descriptor, bytes);
            if (sent >= 0)
                return sent;
            switch (Marshal.GetLastPInvokeError())
            {
                case Posix.Eagain:
                    return 0;
                case Posix.Eintr:
                    continue;
                default:
                    return IClientSocket.Gone;
            }
        }
    }

    public void AwaitWritable() => Watch(_watched | Posix.EpollOut);

    // A socket is writable nearly always: watched for on and on, it would wake the reactor without end.
    public void StopAwaitingWritable() => Watch(_watched & ~Posix.EpollOut);

    public void PauseReading() => Watch(_watched & ~Reading);

    public void ResumeReading()
    {
        Watch(_watched | Reading);
        _reactor.Post(this); // what was kept does not come again
    }

    public bool Release()
    {
        if (_descriptor < 0)
            return true;
        _reactor.Unwatch(_descriptor);
        _ = Posix.Close(_descriptor);
        _descriptor = -1;
        return true;
    }

    // The reactor sees the end of the socket and lets it go.
    public void Abort()
    {
        if (_descriptor < 0)
            return;
        _ = Posix.Shutdown(_descriptor, Posix.ShutdownBoth);
        Watch(_watched | Reading); // it may have been paused
    }

    void IReady.OnReady(uint events)
    {
        if ((events & Posix.EpollOut) != 0)
            _session.OnWritable();
        if ((events & ~Posix.EpollOut) != 0)
            Receive();
    }

    void IReady.OnPosted()
    {
        if (!_hasClosed && _keptBytes > 0)
            Take(received: 0);
    }

    void IReady.OnSweep()
    {
    }

    void IReady.OnStop() => Close(fault: null);

    private void Receive()
    {
        if (_hasClosed)
            return;
        var received = Posix.Receive(_descriptor, _reactor.Buffer.AsSpan(_keptBytes));
        if (received > 0)
            Take(received);
        else if (received == 0)
            Close(fault: null);
        else if (Marshal.GetLastPInvokeError() is var error and not (Posix.Eagain or Posix.Eintr))
            Close(new IOException($"The socket failed (errno {error})."));
    }

    private void Take(int received)
    {
        var bytes = _reactor.Buffer.AsSpan(0, _keptBytes + received);
        _kept.AsSpan(0, _keptBytes).CopyTo(bytes);
        try
        {
            Keep(bytes[_session.Read(bytes)..]);
        }
        catch (Exception ex) // a fault of ours: it costs this connection, not the reactor
        {
            Close(ex);
            return;
        }
        if (_session.HasEnded)
            Close(fault: null);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_kept is not null && _kept.Length < rest.Length)
            Forget();
        if (rest.IsEmpty)
        {
            Forget();
            return;
        }
        _kept ??= ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(_kept);
        _keptBytes = rest.Length;
    }

    private void Forget()
    {
        if (_kept is not null)
            ArrayPool<byte>.Shared.Return(_kept);
        (_kept, _keptBytes) = (null, 0);
    }

    private void Close(Exception? fault)
    {
        if (_hasClosed)
            return;
        _hasClosed = true;
        Forget();
        _ = _hub.CloseAsync(_session, fault);
    }

    private void Watch(uint events)
    {
        if (_descriptor < 0 || events == _watched)
            return;
        _watched = events;
        _reactor.Change(_descriptor, _token, events);
    }
}
