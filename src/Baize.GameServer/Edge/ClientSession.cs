using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Unicode;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>Reads a client: frames to messages, control frames answered, every breach of RFC 6455 or of a bound met with its close code.</summary>
internal sealed class ClientSession(Connection connection, Inbox inbox, EdgeMetrics metrics, int maxFrameBytes, TimeProvider time)
{
    // A message in fragments; null between messages.
    private ArrayBufferWriter<byte>? _fragments;

    /// <summary>Reads until the client is gone or has said goodbye.</summary>
    public async Task ReadAsync(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var buffer = result.Buffer;
            connection.LastReceived = time.GetTimestamp();
            var goOn = true;
            while (goOn && !connection.IsClosing)
            {
                if (!WebSocketFrameParser.TryRead(ref buffer, maxFrameBytes, out var frame, out var closeCode))
                {
                    if (closeCode != 0)
                        connection.Close(closeCode, closeCode == CloseCodes.TooBig ? $"frames may have {maxFrameBytes} bytes" : "not a frame of RFC 6455");
                    break;
                }
                goOn = OnFrame(frame);
                if (inbox.IsFull)
                    await inbox.WaitAsync(); // the client writes faster than its rooms answer: let TCP hold it
            }
            if (!goOn)
                return;
            if (connection.IsClosing)
                buffer = SkipToClose(buffer, out goOn);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (!goOn || result.IsCompleted || result.IsCanceled)
                return;
        }
    }

    // After our close only the peer's own is of interest. What it had sent before is read away: unread bytes would turn the
    // end of the socket into a reset, and the peer would never see why it was closed.
    private ReadOnlySequence<byte> SkipToClose(ReadOnlySequence<byte> buffer, out bool goOn)
    {
        while (WebSocketFrameParser.TryRead(ref buffer, maxFrameBytes, out var frame, out var closeCode))
        {
            if (frame.Opcode == WebSocketOpcode.Close)
            {
                goOn = false;
                return buffer;
            }
            if (closeCode != 0)
                break;
        }
        goOn = true;
        return buffer.Length > maxFrameBytes ? buffer.Slice(buffer.End) : buffer;
    }

    // False: the peer has said goodbye.
    private bool OnFrame(in WebSocketFrame frame)
    {
        if (frame.IsControl)
            return OnControl(frame);
        if (frame.Opcode == WebSocketOpcode.Binary)
            connection.Close(CloseCodes.UnsupportedData, "frames are text");
        else if ((frame.Opcode == WebSocketOpcode.Continuation) != (_fragments is not null))
            connection.Close(CloseCodes.ProtocolError, "fragments out of order");
        else if (frame.IsFinal && _fragments is null)
            OnMessage(Copy(frame));
        else
            OnFragment(frame);
        return true;
    }

    private void OnFragment(in WebSocketFrame frame)
    {
        _fragments ??= new ArrayBufferWriter<byte>((int)frame.Payload.Length + 256);
        if (_fragments.WrittenCount + frame.Payload.Length > maxFrameBytes)
        {
            connection.Close(CloseCodes.TooBig, $"messages may have {maxFrameBytes} bytes");
            return;
        }
        var length = (int)frame.Payload.Length;
        if (length > 0)
        {
            frame.CopyTo(_fragments.GetSpan(length));
            _fragments.Advance(length);
        }
        if (!frame.IsFinal)
            return;
        var message = _fragments.WrittenSpan.ToArray();
        _fragments = null;
        OnMessage(message);
    }

    private void OnMessage(byte[] text)
    {
        if (!Utf8.IsValid(text))
        {
            metrics.FrameIn(FrameKinds.Unreadable, text.Length);
            connection.Close(CloseCodes.InvalidPayload, "text must be UTF-8");
            return;
        }
        var readable = ClientFrameReader.TryRead(text, out var frame, out var fault);
        metrics.FrameIn(readable ? (int)frame.Type : FrameKinds.Unreadable, text.Length);
        switch (Count())
        {
            case RateVerdict.PutOut:
                connection.Close(CloseCodes.TooManyRequests, "went on sending over the rate limit");
                break;
            case RateVerdict.Refused:
                metrics.Refused();
                FrameHandler.Refuse(connection, frame, ErrorCodes.RateLimited, "Too many frames: see limits.messages_per_second.");
                break;
            case RateVerdict.Allowed when !readable:
                FrameHandler.Refuse(connection, frame, ErrorCodes.BadFrame, fault!);
                break;
            case RateVerdict.Allowed:
                inbox.Post(frame);
                break;
        }
    }

    private bool OnControl(in WebSocketFrame frame)
    {
        if (Count() == RateVerdict.PutOut)
        {
            connection.Close(CloseCodes.TooManyRequests, "went on sending over the rate limit");
            return true;
        }
        switch (frame.Opcode)
        {
            case WebSocketOpcode.Ping:
                connection.Send(WebSocketWire.Pong(Copy(frame)));
                return true;
            case WebSocketOpcode.Close:
                OnClose(Copy(frame));
                return false;
            default:
                return true; // a pong: that it came is all it says
        }
    }

    private void OnClose(byte[] payload)
    {
        var code = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : CloseCodes.Normal;
        if (payload.Length == 1 || !IsCloseCode(code))
            connection.Close(CloseCodes.ProtocolError, "not a close code");
        else if (!Utf8.IsValid(payload.AsSpan(Math.Min(2, payload.Length))))
            connection.Close(CloseCodes.InvalidPayload, "the reason must be UTF-8");
        else
            connection.Close(code, "");
    }

    // RFC 6455, 7.4: what may stand in a close frame.
    private static bool IsCloseCode(int code) => code is >= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999;

    private RateVerdict Count() => connection.Rate.Count(time.GetElapsedTime(0));

    private static byte[] Copy(in WebSocketFrame frame)
    {
        var payload = GC.AllocateUninitializedArray<byte>((int)frame.Payload.Length);
        frame.CopyTo(payload);
        return payload;
    }
}
