using System.Buffers;
using System.Runtime.InteropServices;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>
/// A connection that has just come: one for <c>/ws</c> shakes hands here and becomes an <see cref="EpollSocket"/>, any other is
/// handed on to ASP.NET with all its bytes unread.
/// </summary>
internal sealed class Opening : IReady
{
    // Edge-triggered: what was only peeked at must not wake the reactor again and again.
    private const uint Reading = Posix.EpollIn | Posix.EpollRdHup | Posix.EpollEdge;

    /// <summary>How long a head may take to come, as Kestrel's own bound.</summary>
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a refused client may take to go.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly Reactor _reactor;
    private readonly GamePort _port;
    private readonly int _descriptor;
    private byte[]? _head;
    private int _bytes;
    private Stage _stage;
    private long _since;
    private UpgradeVerdict _verdict;

    public Opening(Reactor reactor, int descriptor, GamePort port)
    {
        (_reactor, _descriptor, _port) = (reactor, descriptor, port);
        _since = port.Time.GetTimestamp();
        reactor.Post(this); // watched from its own reactor's thread on
    }

    private enum Stage : byte
    {
        /// <summary>Not watched yet.</summary>
        New,

        /// <summary>For whom is it?</summary>
        Looking,

        /// <summary>The head of a request for <c>/ws</c> comes in.</summary>
        Reading,

        /// <summary>The gate thinks.</summary>
        Judging,

        /// <summary>Refused: until the client has read why.</summary>
        Leaving,
    }

    void IReady.OnReady(uint events)
    {
        switch (_stage)
        {
            case Stage.Looking:
                Look();
                break;
            case Stage.Reading:
                ReadHead();
                break;
            case Stage.Leaving:
                ReadAway();
                break;
        }
    }

    void IReady.OnPosted()
    {
        if (_stage == Stage.New)
        {
            _stage = Stage.Looking;
            _reactor.Watch(_descriptor, this, Reading);
            _reactor.Sweep(this, wanted: true);
            return;
        }
        LetGo();
        if (_verdict.User is { } user)
        {
            _ = Posix.Send(_descriptor, UpgradeAnswer.Accept(_verdict)); // the socket's buffer is empty: it takes it
            _ = new EpollSocket(_reactor, _descriptor, _port.Hub, user);
            return;
        }
        Refuse(_verdict);
    }

    void IReady.OnSweep()
    {
        if (_port.Time.GetElapsedTime(_since) > (_stage == Stage.Leaving ? Goodbye : HeadTimeout))
            End(); // connected and said nothing: half-open, or a port scanner
    }

    void IReady.OnStop() => End();

    private void Look()
    {
        Span<byte> first = stackalloc byte[UpgradeHead.DecisiveBytes];
        var received = Posix.Receive(_descriptor, first, Posix.MsgPeek);
        if (received <= 0)
        {
            EndUnlessEmpty(received);
            return;
        }
        switch (UpgradeHead.IsOurs(first[..received]))
        {
            case true:
                _stage = Stage.Reading;
                _head = ArrayPool<byte>.Shared.Rent(UpgradeHead.MaxBytes);
                ReadHead();
                break;
            case false:
                LetGo();
                _port.HandOn(_descriptor);
                break;
        }
    }

    private void ReadHead()
    {
        while (true)
        {
            // Looked at, not taken: what follows the head is the session's.
            var received = Posix.Receive(_descriptor, _head.AsSpan(0, UpgradeHead.MaxBytes), Posix.MsgPeek);
            if (received <= 0)
            {
                EndUnlessEmpty(received);
                return;
            }
            var length = UpgradeHead.TryRead(_head.AsSpan(0, received), out var request);
            if (length > 0)
            {
                _ = Posix.Receive(_descriptor, _head.AsSpan(0, length));
                _stage = Stage.Judging;
                _ = JudgeAsync(request!);
                return;
            }
            if (received == UpgradeHead.MaxBytes)
            {
                LetGo();
                Refuse(UpgradeVerdict.Refuse(StatusCodes.Status431RequestHeaderFieldsTooLarge, "The request's head is too long."));
                return;
            }
            if (received == _bytes)
                return; // nothing new
            _bytes = received;
        }
    }

    // Not on the reactor's thread: a signature takes a tenth of a millisecond to check.
    private async Task JudgeAsync(UpgradeRequest request)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _verdict = await _port.JudgeAsync(request);
        _reactor.Post(this);
    }

    // The answer, then the end of our side; the client's bytes are read away, for unread ones would turn the end into a reset
    // that takes the answer with it.
    private void Refuse(UpgradeVerdict verdict)
    {
        _ = Posix.Send(_descriptor, UpgradeAnswer.Refuse(verdict));
        _ = Posix.Shutdown(_descriptor, Posix.ShutdownWrite);
        (_stage, _since) = (Stage.Leaving, _port.Time.GetTimestamp());
        _reactor.Watch(_descriptor, this, Reading);
        _reactor.Sweep(this, wanted: true);
        ReadAway();
    }

    private void ReadAway()
    {
        while (true)
        {
            var received = Posix.Receive(_descriptor, _reactor.Buffer);
            if (received > 0)
                continue;
            EndUnlessEmpty(received);
            return;
        }
    }

    private void EndUnlessEmpty(int received)
    {
        if (received == 0 || Marshal.GetLastPInvokeError() is not (Posix.Eagain or Posix.Eintr))
            End();
    }

    private void LetGo()
    {
        _reactor.Unwatch(_descriptor);
        _reactor.Sweep(this, wanted: false);
        if (_head is not null)
            ArrayPool<byte>.Shared.Return(_head);
        _head = null;
    }

    private void End()
    {
        if (_stage == Stage.Judging)
            return; // the verdict comes back here and ends it
        LetGo();
        _ = Posix.Close(_descriptor);
    }
}
