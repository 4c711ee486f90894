using System.Buffers;
using Baize.Cluster.Bus;
using CsCheck;

namespace Baize.Tests.Cluster.Bus;

public sealed class BusBatchTests
{
    private static readonly Gen<(BusEntryType Type, byte Kind, ulong Number, byte[] Body)> Entry =
        Gen.Select(Gen.Int[0, 3], Gen.Byte, Gen.ULong, Gen.Byte.Array[0, 40])
            .Select((type, kind, number, body) => ((BusEntryType)type, kind, type == 0 ? 0 : number, body));

    [Fact]
    public void TryReadEntry_WhatWasAppended_ComesBack() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 60], Entry.Array[0, 20]).Sample((from, entries) =>
        {
            var rest = BusBatch.TryReadHead(Batch(from, entries), out var sender)!.Value;
            foreach (var entry in entries)
            {
                if (!BusBatch.TryReadEntry(ref rest, out var type, out var kind, out var number, out var body)
                    || (type, kind, number) != (entry.Type, entry.Kind, entry.Number)
                    || !body.Span.SequenceEqual(entry.Body))
                {
                    return false;
                }
            }
            return sender == from && rest.IsEmpty && !BusBatch.TryReadEntry(ref rest, out _, out _, out _, out _);
        });

    [Fact]
    public void TryReadEntry_CutOff_LeavesARestThatTells() =>
        Gen.Select(Entry.Array[1, 5], Gen.Int[1, 1_000]).Sample((entries, cut) =>
        {
            var batch = Batch("a", entries);
            var whole = BusBatch.TryReadHead(batch, out _)!.Value.Length;
            var rest = BusBatch.TryReadHead(batch[..^Math.Min(cut, whole)], out _)!.Value;
            var read = 0;
            while (BusBatch.TryReadEntry(ref rest, out _, out _, out _, out _))
                read++;
            var lengths = entries.Select(e => (e.Type == BusEntryType.Post ? 6 : 14) + e.Body.Length).ToArray();
            var left = whole - Math.Min(cut, whole);
            return read < entries.Length && rest.Length == left - lengths.Take(read).Sum();
        });

    [Fact]
    public void TryReadHead_AnyBytes_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.Bool).Sample((bytes, isHeaded) =>
        {
            byte[] batch = isHeaded ? [(byte)'B', 1, .. bytes] : bytes;
            if (BusBatch.TryReadHead(batch, out _) is not { } rest)
                return true;
            var before = rest.Length + 1;
            while (rest.Length < before)
            {
                before = rest.Length;
                if (!BusBatch.TryReadEntry(ref rest, out _, out _, out _, out _))
                    return rest.Length == before;
            }
            return false; // it read an entry and did not move on
        });

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)'B', 1 })]
    [InlineData(new byte[] { (byte)'b', 1, 0 })]
    [InlineData(new byte[] { (byte)'B', 2, 0 })]
    [InlineData(new byte[] { (byte)'B', 1, 5, (byte)'a' })]
    public void TryReadHead_NotOurs_IsNull(byte[] message) => Assert.Null(BusBatch.TryReadHead(message, out _));

    [Fact]
    public void Head_IdTooLong_SaysSo()
    {
        Assert.Equal(258, BusBatch.Head(new string('x', 255)).Length);
        Assert.Contains("256", Assert.Throws<ArgumentException>(() => BusBatch.Head(new string('x', 256))).Message, StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Batch(string from, IEnumerable<(BusEntryType Type, byte Kind, ulong Number, byte[] Body)> entries)
    {
        var writer = new ArrayBufferWriter<byte>();
        writer.Write(BusBatch.Head(from));
        foreach (var entry in entries)
            BusBatch.Append(writer, entry.Type, entry.Kind, entry.Number, entry.Body);
        return writer.WrittenMemory;
    }
}
