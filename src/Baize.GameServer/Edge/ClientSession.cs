using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>Reads a client: frames to messages, control frames answered, every breach of RFC 6455 or of a bound met with its close code.</summary>
/// <remarks>One thread at a time reads; who waits for the socket to take more may come on another.</remarks>
internal sealed class ClientSession(Connection connection, Inbox inbox, FrameHandler frames, EdgeMetrics metrics, int maxFrameBytes, TimeProvider time)
{
    // A message in fragments; null between messages.
    private ArrayBufferWriter<byte>? _fragments;

    /// <summary>Whose it is.</summary>
    public Connection Connection => connection;

    /// <summary>Whether the peer has said goodbye: nothing is read any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the last <see cref="Read"/> left whole frames, because too many wait already.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The socket takes more.</summary>
    public void OnWritable() => connection.OnWritable();

    /// <summary>Takes what a client sent.</summary>
    /// <param name="bytes">What was not consumed before, and what has come since; changed in place.</param>
    /// <returns>Bytes consumed. The rest is to be handed in again, with more behind it or, where it <see cref="HasMore"/>, when the reading goes on.</returns>
    public int Read(Span<byte> bytes)
    {
        connection.LastReceived = time.GetTimestamp();
        HasMore = false;
        var consumed = 0;
        while (!HasEnded && !connection.IsClosing && !HasMore)
        {
            if (!WebSocketFrameParser.TryRead(bytes[consumed..], maxFrameBytes, out var head, out var closeCode))
            {
                if (closeCode == 0)
                    return consumed;
                connection.Close(closeCode, closeCode == CloseCodes.TooBig ? $"frames may have {maxFrameBytes} bytes" : "not a frame of RFC 6455");
                break;
            }
            var payload = bytes.Slice(consumed + head.Length, head.PayloadLength);
            WebSocketMask.Remove(payload, head.Mask);
            consumed += head.FrameLength;
            OnFrame(head, payload);
        }
        return connection.IsClosing && !HasEnded ? consumed + SkipToClose(bytes[consumed..]) : consumed;
    }

    // After our close only the peer's own is of interest. What it had sent before is read away: unread bytes would turn the
    // end of the socket into a reset, and the peer would never see why it was closed.
    private int SkipToClose(ReadOnlySpan<byte> bytes)
    {
        var skipped = 0;
        int closeCode;
        while (WebSocketFrameParser.TryRead(bytes[skipped..], maxFrameBytes, out var head, out closeCode))
        {
            skipped += head.FrameLength;
            if (head.Opcode != WebSocketOpcode.Close)
                continue;
            HasEnded = true;
            return skipped;
        }
        // In what is no frame nobody knows where the next begins: with what comes later, the peer's answer to our close.
        return closeCode != 0 || bytes.Length - skipped > maxFrameBytes ? bytes.Length : skipped;
    }

    private void OnFrame(in WebSocketFrameHead head, Span<byte> payload)
    {
        if (head.IsControl)
            OnControl(head.Opcode, payload);
        else if (head.Opcode == WebSocketOpcode.Binary)
            connection.Close(CloseCodes.UnsupportedData, "frames are text");
        else if ((head.Opcode == WebSocketOpcode.Continuation) != (_fragments is not null))
            connection.Close(CloseCodes.ProtocolError, "fragments out of order");
        else if (head.IsFinal && _fragments is null)
            OnMessage(payload);
        else
            OnFragment(head.IsFinal, payload);
    }

    private void OnFragment(bool isFinal, ReadOnlySpan<byte> payload)
    {
        _fragments ??= new ArrayBufferWriter<byte>(payload.Length + 256);
        if (_fragments.WrittenCount + payload.Length > maxFrameBytes)
        {
            connection.Close(CloseCodes.TooBig, $"messages may have {maxFrameBytes} bytes");
            return;
        }
        _fragments.Write(payload);
        if (!isFinal)
            return;
        var message = _fragments.WrittenSpan.ToArray();
        _fragments = null;
        OnMessage(message);
    }

    private void OnMessage(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            metrics.FrameIn(FrameKinds.Unreadable, text.Length);
            connection.Close(CloseCodes.InvalidPayload, "text must be UTF-8");
            return;
        }
        var verdict = Count();
        if (verdict == RateVerdict.PutOut)
        {
            connection.Close(CloseCodes.TooManyRequests, "went on sending over the rate limit");
            return;
        }
        if (verdict == RateVerdict.Allowed && SignalFrame.TryRead(text, out var signal) && inbox.IsIdle && frames.TrySignal(connection, signal))
        {
            metrics.FrameIn((int)ClientFrameType.Signal, text.Length);
            return;
        }

        var readable = ClientFrameReader.TryRead(text.ToArray(), out var frame, out var fault);
        metrics.FrameIn(readable ? (int)frame.Type : FrameKinds.Unreadable, text.Length);
        if (verdict == RateVerdict.Refused)
        {
            metrics.Refused();
            FrameHandler.Refuse(connection, frame, ErrorCodes.RateLimited, "Too many frames: see limits.messages_per_second.");
        }
        else if (!readable)
        {
            FrameHandler.Refuse(connection, frame, ErrorCodes.BadFrame, fault!);
        }
        else
        {
            HasMore = !inbox.Post(frame);
        }
    }

    private void OnControl(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        if (Count() == RateVerdict.PutOut)
            connection.Close(CloseCodes.TooManyRequests, "went on sending over the rate limit");
        else if (opcode == WebSocketOpcode.Ping)
            connection.Send(WebSocketWire.Pong(payload));
        else if (opcode == WebSocketOpcode.Close)
            OnClose(payload);
        // a pong: that it came is all it says
    }

    private void OnClose(ReadOnlySpan<byte> payload)
    {
        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : CloseCodes.Normal;
        if (payload.Length == 1 || !IsCloseCode(code))
            connection.Close(CloseCodes.ProtocolError, "not a close code");
        else if (!Utf8.IsValid(payload[Math.Min(2, payload.Length)..]))
            connection.Close(CloseCodes.InvalidPayload, "the reason must be UTF-8");
        else
            connection.Close(code, "");
        HasEnded = true;
    }

    // RFC 6455, 7.4: what may stand in a close frame.
    private static bool IsCloseCode(int code) => code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;

    private RateVerdict Count() => connection.Rate.Count(time.GetElapsedTime(0));
}
