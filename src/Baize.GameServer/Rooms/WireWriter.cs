using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Baize.GameServer.Rooms;

/// <summary>Writes what travels on the bus: integers little endian, texts and bytes behind their length.</summary>
internal readonly struct WireWriter(ArrayBufferWriter<byte> buffer)
{
    public void Byte(byte value) => buffer.Write([value]);

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        buffer.Write(value);
    }
}
