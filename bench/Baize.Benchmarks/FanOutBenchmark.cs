using System.Diagnostics.Metrics;
using System.Text;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.Hosting.Auth;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Benchmarks;

/// <summary>What the edge adds to the kernel's sends: a room's frame to all its members here, per delivery. Sockets that take everything stand for the kernel.</summary>
[MemoryDiagnoser]
public class FanOutBenchmark
{
    private readonly byte[] _frame = Encoding.UTF8.GetBytes($$"""{"type":"signal","room_id":"w2","user_id":1,"data":"{{new string('x', 98)}}"}""");
    private EdgeRoom _room = null!;
    private long _seq;

    /// <summary>Members on this instance.</summary>
    [Params(4, 1_000)]
    public int Members;

    [GlobalSetup]
    public void Setup()
    {
        var metrics = new EdgeMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        var edge = new EdgeRooms(null!, null!, null!, metrics, NullLogger<EdgeRooms>.Instance); // neither owner nor store has a part in it
        var settings = new EdgeSettings(OutboundQueueBytes: 262_144, MessagesPerSecond: 50, metrics, _ => { });
        _room = new EdgeRoom("w2", edge);
        for (var i = 0; i < Members; i++)
        {
            var member = _room.BeginJoin(new Connection($"s{i}", new UserIdentity(i + 1, "player"), new BottomlessSocket(), settings), spectates: false)!;
            _room.EndJoin(member, "log", head: 0, WebSocketWire.Text("{}"u8), missed: null, isAgain: false);
        }
    }

    [Benchmark]
    public int Signal() => _room.Signal(_frame);

    // What stands for the event itself, 100 bytes or so, is made once for all members.
    [Benchmark]
    public void Event() => _room.OnEvents(new RoomEvents("w2", "log", ++_seq, [_frame]));

    private sealed class BottomlessSocket : IClientSocket
    {
        public int Send(ReadOnlySpan<byte> bytes) => bytes.Length;

        public void AwaitWritable()
        {
        }

        public void StopAwaitingWritable()
        {
        }

        public void PauseReading()
        {
        }

        public void ResumeReading()
        {
        }

        public bool Release() => true;

        public void Abort()
        {
        }
    }
}
