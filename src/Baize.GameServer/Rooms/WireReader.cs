using System.Buffers.Binary;
using System.Text;

namespace Baize.GameServer.Rooms;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Throws <see cref="FormatException"/> on anything else; the bus counts that and goes on.</summary>
internal ref struct WireReader(ReadOnlyMemory<byte> rest)
{
    private ReadOnlyMemory<byte> _rest = rest;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1).Span[0];

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)).Span);

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)).Span);

    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    public ReadOnlyMemory<byte> Bytes() => Take(Int32());

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
            throw new FormatException($"{length} bytes are wanted, {_rest.Length} are left.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
