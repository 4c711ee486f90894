using System.Text;
using Baize.Cluster.Redis;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;
using BenchmarkDotNet.Attributes;

namespace Baize.Benchmarks;

/// <summary>What a commit costs before Redis: its arguments, and the message to the other instances.</summary>
[MemoryDiagnoser]
public class CommitBenchmark
{
    private RoomEvent[] _events = [];
    private ReadOnlyMemory<byte>[] _entries = [];
    private readonly ReadOnlyMemory<byte> _applied = new byte[40];

    /// <summary>Events committed as one.</summary>
    [Params(1, 16)]
    public int Events;

    [GlobalSetup]
    public void Setup()
    {
        var entry = Encoding.UTF8.GetBytes($$"""{"type":"message","room_id":"w1","user_id":1,"seq":815,"data":"{{new string('x', 98)}}"}""");
        _entries = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)entry, Events)];
        _events = [.. _entries.Select((e, i) => new RoomEvent(i + 1, e))];
    }

    [Benchmark]
    public int Arguments() =>
        RedisRoomStore.Arguments(new RoomCommit("w1", Term: 1, "log", BaseSeq: 814, _entries) { Applied = [.. Enumerable.Repeat(_applied, Events)] }).Length;

    [Benchmark]
    public int ForTheEdges() => RoomEvents.Encode("w1", "log", _events).Length;
}
