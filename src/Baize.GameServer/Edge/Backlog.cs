using System.Buffers;
using Baize.GameServer.Sockets;

namespace Baize.GameServer.Edge;

/// <summary>What a socket has not taken yet, oldest first. Only a slow reader has one. Used under the connection's lock.</summary>
internal sealed class Backlog
{
    /// <summary>Bytes handed to the socket in one send.</summary>
    private const int Chunk = 64 * 1024;

    private readonly Queue<(byte[] Wire, SendKind Kind)> _frames = new();

    // Bytes of the first frame that the socket has taken: that frame must go out to its end, whatever happens.
    private int _taken;

    /// <summary>Bytes that count towards the bound.</summary>
    public int Counted { get; private set; }

    /// <summary>Begins with a frame of which the socket took a part.</summary>
    /// <param name="wire">The frame.</param>
    /// <param name="taken">Bytes taken; 0: none of it.</param>
    /// <param name="kind">What it is.</param>
    public static Backlog Of(byte[] wire, int taken, SendKind kind)
    {
        var backlog = new Backlog();
        backlog.Add(wire, kind);
        backlog._taken = taken;
        return backlog;
    }

    /// <summary>Adds a frame, which may be shared with other backlogs.</summary>
    public void Add(byte[] wire, SendKind kind)
    {
        _frames.Enqueue((wire, kind));
        Counted += Count(wire.Length, kind);
    }

    /// <summary>Leaves out the signals.</summary>
    /// <returns>How many.</returns>
    public int DropSignals() => Keep(frame => frame.Kind != SendKind.Signal);

    /// <summary>Leaves out everything that can be.</summary>
    public void Clear() => Keep(_ => false);

    /// <summary>Sends what the socket takes.</summary>
    /// <returns>Whether all is out; <see langword="null"/> where the socket has ended.</returns>
    public bool? Flush(IClientSocket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (_frames.Count > 0)
            {
                var bytes = Gather(buffer);
                var taken = socket.Send(bytes);
                if (taken == IClientSocket.Gone)
                    return null;
                Advance(taken);
                if (taken < bytes.Length)
                    return false;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // As many frames as fit, in one piece: one send instead of one for each. A frame that is longer alone goes by itself.
    private ReadOnlySpan<byte> Gather(byte[] buffer)
    {
        var first = _frames.Peek().Wire.AsSpan(_taken);
        if (first.Length > buffer.Length)
            return first;
        var (length, skip) = (0, _taken);
        foreach (var (wire, _) in _frames)
        {
            var rest = wire.AsSpan(skip);
            if (length + rest.Length > buffer.Length)
                break;
            rest.CopyTo(buffer.AsSpan(length));
            length += rest.Length;
            skip = 0;
        }
        return buffer.AsSpan(0, length);
    }

    private void Advance(int bytes)
    {
        bytes += _taken;
        while (_frames.TryPeek(out var frame) && bytes >= frame.Wire.Length)
        {
            bytes -= frame.Wire.Length;
            _frames.Dequeue();
            Counted -= Count(frame.Wire.Length, frame.Kind);
        }
        _taken = bytes;
    }

    private int Keep(Func<(byte[] Wire, SendKind Kind), bool> wanted)
    {
        var dropped = 0;
        for (var (i, count) = (0, _frames.Count); i < count; i++)
        {
            var frame = _frames.Dequeue();
            if ((i == 0 && _taken > 0) || wanted(frame))
            {
                _frames.Enqueue(frame);
                continue;
            }
            Counted -= Count(frame.Wire.Length, frame.Kind);
            dropped++;
        }
        return dropped;
    }

    private static int Count(int bytes, SendKind kind) => kind == SendKind.CatchUp ? 0 : bytes;
}
