using System.Buffers;
using System.Globalization;
using System.Text;
using Baize.Cluster.Bus;
using Baize.Cluster.Instances;
using Baize.Cluster.Redis;
using Baize.Cluster.Redis.Direct;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.Protocol.Frames;
using Baize.Rooms.Runtime;

namespace Baize.Bench.Scaling;

/// <summary>Bytes on the way between instances and Redis, by the platform's own encoders.</summary>
internal sealed class WireSizes
{
    private const string RoomId = "load-12345678-123";
    private const string InstanceId = "12-1764028800";
    private const string LogId = "19ab0123456-01234567";
    private const string UserName = "load 123456789012345";
    private const long UserId = 123_456_789_012_345;
    private const long Seq = 1_234;

    private static readonly RedisKeys Keys = new("");
    private readonly ReadOnlyMemory<byte> _data;

    /// <param name="payload">Bytes of a message's <c>data</c>.</param>
    public WireSizes(int payload)
    {
        _data = Encoding.ASCII.GetBytes(new string('1', payload));
        var signal = ServerFrame.Signal(Encoding.ASCII.GetBytes(RoomId), UserId, _data.Span).ToArray();
        Frame = ServerFrame.Encode(FrameTypes.Message, RoomId, UserId, Seq, _data.Span);
        SignalFrame = signal.Length;
        SignalEntry = Entry(BusEntryType.Post, RoomWords.Signal(RoomId, signal));
        AskEntry = Entry(BusEntryType.Request, RoomAsk.Encode(new RoomAsk(RoomId, Request(), InstanceId, Stamp: 0)));
        ReplyEntry = Entry(BusEntryType.Reply, OwnerReply.Encode(new OwnerReply(OwnerReplyStatus.Answered, InstanceId, LogId, Seq, RoomReply.Done(Seq))));
        EventsEntry = Entry(BusEntryType.Post, RoomEvents.Encode(RoomId, LogId, [new RoomEvent(Seq, Frame)]));
        Head = RoomWords.Heads([(RoomId, LogId, Seq)]).Length;
        Named = RoomWords.Rooms([RoomId]).Length;
        Applied = RoomWords.Applied(new AppliedRequest(UserId, Request().Id!, Seq)).Length;
        Record = InstanceBytes.Write(new InstanceRecord(InstanceId, "127.0.0.1", 26_001, 1_764_028_800)
        {
            MachineId = 12,
            Connections = 1_000,
            Rooms = 250,
            Version = "0.1.0",
            Pid = 12_345,
            Games = new Dictionary<string, GameVersions> { ["gomoku"] = new(1, 1), ["run-fast"] = new(1, 1) },
            HeartbeatAt = 1_764_028_800_000,
        }).Length;
    }

    /// <summary>A message's frame, which is also the log's entry.</summary>
    public byte[] Frame { get; }

    public int SignalFrame { get; }

    public int SignalEntry { get; }

    public int AskEntry { get; }

    public int ReplyEntry { get; }

    public int EventsEntry { get; }

    /// <summary>A room in a digest or in the answer to a comparison.</summary>
    public int Head { get; }

    /// <summary>A room in a request to compare.</summary>
    public int Named { get; }

    /// <summary>A request that is remembered.</summary>
    public int Applied { get; }

    /// <summary>An instance's record.</summary>
    public int Record { get; }

    /// <summary>An entry of a batch without its body.</summary>
    public static int EntryHead(BusEntryType type) => Entry(type, []);

    /// <summary>What an empty batch is to Redis: in, and out to publisher and subscriber.</summary>
    public static Crossing Batch { get; } = Publish(BusBatch.Head(InstanceId).Length);

    /// <summary>The same where a commit publishes it.</summary>
    public static Crossing Told { get; } = Message(BusBatch.Head(InstanceId).Length);

    /// <summary>PING on the subscription, and its answer.</summary>
    public static Crossing Ping { get; } = new(Command("PING"), "*2\r\n$4\r\npong\r\n$0\r\n\r\n".Length);

    /// <summary>An instance's heartbeat: its record, then the set.</summary>
    public Crossing Beat =>
        new(Command("SETEX", Keys.Instance(InstanceId), "30", new string('1', Record)) + Command("SADD", Keys.Instances, InstanceId), "+OK\r\n:0\r\n".Length);

    /// <summary>A read of an instance's record.</summary>
    public Crossing Get => new(Command("GET", Keys.Instance(InstanceId)), Bulk(Record));

    /// <summary>A room's owner by the directory.</summary>
    public static Crossing Owner { get; } = new(Command("GET", Keys.Owner(RoomId)), Bulk(InstanceId.Length));

    /// <summary>All instances' ids.</summary>
    public static Crossing Members(int instances) => new(Command("SMEMBERS", Keys.Instances), Header(instances) + instances * Bulk(InstanceId.Length));

    /// <summary>One commit of some events.</summary>
    public Crossing Commit(int events)
    {
        var commit = new RoomCommit(RoomId, Term: 1, LogId, Seq, [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Frame, events)])
        {
            Applied = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[Applied], events)],
        };
        var arguments = RedisRoomStore.Arguments(commit);
        arguments[4] = 100_000; // the number of a commit of a process that has run for a while
        string[] keys = [.. Keys.Room(RoomId).Select(k => (string)k!)];
        var size = Header(3 + keys.Length + arguments.Length) + Bulk("EVALSHA".Length) + Bulk(new DirectScript(RoomScripts.Commit).Sha.Length) + Bulk(1)
            + keys.Sum(k => Bulk(k.Length)) + arguments.Sum(a => Bulk((int)a.GetByteCount()));
        return new(size, Header(1) + Bulk("committed".Length));
    }

    private RoomRequest Request() => new(RoomRequestKind.Message, UserId, UserName, $"~{SessionId}~{Seq}", _data);

    private static string SessionId { get; } = new('s', 16);

    private static Crossing Publish(int bytes) => new Crossing(Header(3) + Bulk("PUBLISH".Length), ":1\r\n".Length) + Message(bytes);

    private static Crossing Message(int bytes)
    {
        var words = Bulk(Keys.Bus(InstanceId).Length) + Bulk(bytes);
        return new(words, Header(3) + Bulk("message".Length) + words);
    }

    private static int Entry(BusEntryType type, ReadOnlySpan<byte> body)
    {
        var batch = new ArrayBufferWriter<byte>();
        BusBatch.Append(batch, type, kind: 1, number: 1, body);
        return batch.WrittenCount;
    }

    private static int Command(params string[] words) => Header(words.Length) + words.Sum(w => Bulk(w.Length));

    private static int Header(int count) => 3 + Digits(count);

    private static int Bulk(int bytes) => 3 + Digits(bytes) + bytes + 2;

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
