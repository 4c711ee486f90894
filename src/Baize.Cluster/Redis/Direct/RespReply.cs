using System.Buffers.Text;
using System.Text;

namespace Baize.Cluster.Redis.Direct;

/// <summary>A reply in RESP2, as far as the bus needs it. Its spans hold until the next is received.</summary>
internal readonly ref struct RespReply
{
    private const int MaxElements = 8;

    /// <summary>What it is.</summary>
    public RespKind Kind { get; private init; }

    /// <summary>A number's value.</summary>
    public long Number { get; private init; }

    /// <summary>Of an error: its text. Of a message and a subscription: the channel.</summary>
    public ReadOnlySpan<byte> Text { get; private init; }

    /// <summary>Of an array: its first text.</summary>
    public ReadOnlySpan<byte> First { get; private init; }

    /// <summary>Of a message: its bytes.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Reads a reply from the start of these bytes.</summary>
    /// <returns>Bytes taken; 0 where it is not all there.</returns>
    /// <exception cref="IOException">These bytes are no RESP2.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, out RespReply reply)
    {
        reply = default;
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 1)
            return 0;
        var line = bytes[1..end];
        var at = end + 2;
        switch (bytes[0])
        {
            case (byte)'+':
                reply = new RespReply { Kind = RespKind.Other };
                return at;
            case (byte)'-':
                reply = new RespReply { Kind = RespKind.Error, Text = line };
                return at;
            case (byte)':':
                reply = new RespReply { Kind = RespKind.Number, Number = Integer(line) };
                return at;
            case (byte)'*':
                return ReadArray(bytes, at, Integer(line), out reply);
            default:
                throw new IOException($"Redis sends what is no RESP2 (byte {bytes[0]}).");
        }
    }

    // Texts, numbers and nulls: a message, or the answer to SUBSCRIBE or PING.
    private static int ReadArray(ReadOnlySpan<byte> bytes, int at, long count, out RespReply reply)
    {
        reply = default;
        if (count is < 1 or > MaxElements)
            throw new IOException($"Redis sends an array of {count}.");
        ReadOnlySpan<byte> kind = default, channel = default, body = default;
        for (var i = 0; i < count; i++)
        {
            var rest = bytes[at..];
            var end = rest.IndexOf("\r\n"u8);
            if (end < 1)
                return 0;
            var value = Integer(rest[1..end]);
            at += end + 2;
            if (rest[0] == (byte)':' || (rest[0] == (byte)'$' && value < 0))
                continue;
            if (rest[0] != (byte)'$')
                throw new IOException($"Redis sends an array with a '{(char)rest[0]}'.");
            if (bytes.Length - at < value + 2)
                return 0;
            body = bytes.Slice(at, (int)value);
            if (i == 0)
                kind = body;
            else if (i == 1)
                channel = body;
            at += (int)value + 2;
        }
        reply = new RespReply
        {
            Kind = kind.SequenceEqual("message"u8) ? RespKind.Message : kind.SequenceEqual("subscribe"u8) ? RespKind.Subscribe : RespKind.Other,
            First = kind,
            Text = channel,
            Body = body,
        };
        return at;
    }

    private static long Integer(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length
            ? value
            : throw new IOException($"Redis sends '{Encoding.Latin1.GetString(text)}' for a number.");
}
