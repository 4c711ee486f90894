using System.Buffers.Binary;
using System.Text;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;
using BenchmarkDotNet.Attributes;

namespace Baize.Benchmarks;

/// <summary>What a frame costs before it is anybody's: cut from the stream, unmasked, read; and the frame that members get, built once for all.</summary>
[MemoryDiagnoser]
public class CodecBenchmark
{
    private const uint Mask = 0x1EC35A77;

    private readonly byte[] _roomId = "w1-room"u8.ToArray();
    private readonly byte[] _received = new byte[512];
    private byte[] _signal = [];
    private byte[] _message = [];
    private byte[] _data = [];

    /// <summary>Bytes of <c>data</c>.</summary>
    [Params(100)]
    public int Payload;

    [GlobalSetup]
    public void Setup()
    {
        _data = Encoding.UTF8.GetBytes($$"""{"p":"{{new string('x', Payload - 8)}}"}""");
        var data = Encoding.UTF8.GetString(_data);
        _signal = Masked($$"""{"type":"signal","room_id":"w1-room","data":{{data}}}""");
        _message = Masked($$"""{"type":"message","id":"m-1","room_id":"w1-room","data":{{data}}}""");
    }

    [Benchmark]
    public bool ReadSignal()
    {
        var payload = Cut(_signal);
        return SignalFrame.TryRead(payload, out _);
    }

    [Benchmark]
    public bool ReadMessage()
    {
        var length = Cut(_message).Length;
        return ClientFrameReader.TryRead(_received.AsMemory(_message.Length - length, length), out _, out _);
    }

    [Benchmark]
    public int EncodeSignal() => WebSocketWire.Passing(ServerFrame.Signal(_roomId, 4_711, _data)).Bytes.Length;

    [Benchmark]
    public int EncodeMessage() => ServerFrame.Encode(FrameTypes.Message, "w1-room", 4_711, seq: 815, _data).Length;

    // As the socket's reader does: the bytes lie in a buffer that is used again.
    private Span<byte> Cut(byte[] frame)
    {
        frame.CopyTo(_received, 0);
        WebSocketFrameParser.TryRead(_received.AsSpan(0, frame.Length), maxPayload: 16_384, out var head, out _);
        var payload = _received.AsSpan(head.Length, head.PayloadLength);
        WebSocketMask.Remove(payload, head.Mask);
        return payload;
    }

    private static byte[] Masked(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        WebSocketMask.Remove(payload, Mask); // masking and unmasking are one
        var frame = new byte[8 + payload.Length];
        frame[0] = 0x81;
        frame[1] = 0x80 | 126;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Mask);
        payload.CopyTo(frame, 8);
        return frame;
    }
}
