using System.Buffers.Binary;

namespace Baize.PlatformTests.Faults;

/// <summary>All bytes that one connection of a user received, and what had been asked of the game when they came.</summary>
/// <param name="userId">Whose connection.</param>
/// <param name="asked">How many moves have been asked so far.</param>
internal sealed class Tape(long userId, Func<int> asked)
{
    private readonly Lock _lock = new();
    private readonly List<byte> _bytes = [];
    private readonly List<(int End, int Asked)> _marks = [];

    public long UserId => userId;

    public byte[] Bytes
    {
        get
        {
            lock (_lock)
                return [.. _bytes];
        }
    }

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            _bytes.AddRange(bytes.Span);
            _marks.Add((_bytes.Count, asked()));
        }
    }

    /// <summary>How many moves had been asked when the byte at a position came.</summary>
    public int AskedAt(int position)
    {
        lock (_lock)
            return _marks.First(mark => position < mark.End).Asked;
    }

    /// <summary>The text frames after the handshake, each with the position where it begins. A frame that a cut left incomplete is not among them; its bytes are.</summary>
    public IEnumerable<(int At, byte[] Payload)> Frames()
    {
        var bytes = Bytes;
        var at = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        while (at > 3 && at + 2 <= bytes.Length)
        {
            var header = (bytes[at + 1] & 0x7f) switch { 126 => 4, 127 => 10, _ => 2 };
            if (at + header > bytes.Length)
                yield break;
            var length = header switch
            {
                4 => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)),
                10 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at + 2))),
                _ => bytes[at + 1] & 0x7f,
            };
            if (at + header + length > bytes.Length)
                yield break;
            if ((bytes[at] & 0x0f) == 1)
                yield return (at, bytes[(at + header)..(at + header + length)]);
            at += header + length;
        }
    }
}
