using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;
using CsCheck;

namespace Baize.Tests.GameServer.Rooms;

/// <summary>What instances say to each other comes through as it was said, and nothing else is taken for it.</summary>
public sealed class WireTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char.AlphaNumeric, 1, 40];

    [Fact]
    public void RoomAsk_EncodedAndDecoded_IsTheSame() =>
        Gen.Select(Text, Gen.Enum<RoomRequestKind>(), Gen.Long, Text, Text, Gen.Byte.Array, Gen.Bool, Gen.Bool).Sample(
            (room, kind, user, name, id, data, spectate, connected) =>
            {
                var ask = new RoomAsk(
                    room, new RoomRequest(kind, user, name, spectate ? null : id, data) { Spectate = spectate, Connected = connected }, "edge", Stamp: user);
                var read = RoomAsk.Decode(RoomAsk.Encode(ask), "edge");
                return read.Request.Data.Span.SequenceEqual(data) && read with { Request = read.Request with { Data = default } }
                    == ask with { Request = ask.Request with { Data = default } };
            });

    [Fact]
    public void OwnerReply_EncodedAndDecoded_IsTheSame() =>
        Gen.Select(Gen.Enum<OwnerReplyStatus>(), Text, Text, Gen.Long, Gen.Bool, Gen.Byte.Array).Sample(
            (status, owner, logId, head, answered, json) =>
            {
                var reply = answered ? new RoomReply(Code: null, Message: null, Seq: head, json, json) : null;
                var read = OwnerReply.Decode(OwnerReply.Encode(new OwnerReply(status, owner, logId, head, reply)));
                return (read.Status, read.Owner, read.LogId, read.Head) == (status, owner, logId, head)
                    && (read.Reply is not null) == answered
                    && (!answered || (read.Reply!.Room.Span.SequenceEqual(json) && read.Reply.State.Span.SequenceEqual(json)));
            });

    [Fact]
    public void RoomEvents_EncodedAndDecoded_AreTheSame() =>
        Gen.Select(Text, Text, Gen.Long[1, 1_000_000], Gen.Byte.Array.Array[1, 5]).Sample((room, logId, first, entries) =>
        {
            var read = RoomEvents.Decode(RoomEvents.Encode(room, logId, [.. entries.Select((e, i) => new RoomEvent(first + i, e))]));
            return (read.RoomId, read.LogId, read.FirstSeq) == (room, logId, first)
                && read.Entries.Zip(entries).All(p => p.First.Span.SequenceEqual(p.Second)) && read.Entries.Count == entries.Length;
        });

    [Fact]
    public void Decode_AnyBytes_ThrowsNothingButFormatException() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            foreach (var decode in (Action[])
            [
                () => RoomAsk.Decode(bytes, "edge"), () => OwnerReply.Decode(bytes), () => RoomEvents.Decode(bytes),
                () => RoomWords.ReadHeads(bytes), () => RoomWords.ReadAdopt(bytes), () => RoomWords.ReadExpel(bytes), () => RoomWords.ReadSignal(bytes),
            ])
            {
                try
                {
                    decode();
                }
                catch (FormatException)
                {
                    // what the bus counts as garbage
                }
            }
        });

    [Fact]
    public void Heads_EncodedAndDecoded_AreTheSame() =>
        Gen.Select(Text, Text, Gen.Long).List[0, 5].Sample(heads =>
            RoomWords.ReadHeads(RoomWords.Heads(heads)).SequenceEqual(heads));
}
