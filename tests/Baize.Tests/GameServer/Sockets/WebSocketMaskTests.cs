using System.Buffers.Binary;
using Baize.GameServer.Sockets;
using CsCheck;

namespace Baize.Tests.GameServer.Sockets;

public sealed class WebSocketMaskTests
{
    [Fact]
    public void Remove_AnyLengthAndPlace_IsTheStandardsDefinition() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.UInt, Gen.Int[0, 8]).Sample((payload, mask, offset) =>
        {
            var key = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(key, mask);
            byte[] buffer = [.. new byte[offset], .. payload, 7, 7];

            WebSocketMask.Remove(buffer.AsSpan(offset, payload.Length), mask);

            Assert.Equal(payload.Select((b, i) => (byte)(b ^ key[i % 4])), buffer.Skip(offset).Take(payload.Length));
            Assert.Equal([7, 7], buffer[^2..]);
        });
}
