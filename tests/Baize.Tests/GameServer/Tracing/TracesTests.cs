using System.Diagnostics;
using Baize.GameServer.Rooms;
using Baize.GameServer.Tracing;
using Baize.Rooms.Runtime;

namespace Baize.Tests.GameServer.Tracing;

public sealed class TracesTests
{
    [Fact]
    public void Begin_NobodyListens_MakesAndAllocatesNothing()
    {
        Assert.Null(Once());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static object? Once()
        {
            using var span = Traces.Begin("frame message", ActivityKind.Server)?.SetTag("baize.room_id", "r");
            using var next = Traces.Continue("room.commit", ActivityKind.Client, Traces.Current, "r");
            return (object?)span ?? next;
        }
    }

    [Fact]
    public void Encode_WithoutATrace_IsWhatVersionsBeforeTracesSaid()
    {
        var ask = new RoomAsk("r", new RoomRequest(RoomRequestKind.Message, 7, "anna", "id", "{}"u8.ToArray()), "edge", Stamp: 3);
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var plain = RoomAsk.Encode(ask);
        var traced = RoomAsk.Encode(ask with { Trace = trace });

        Assert.Equal(plain, traced[..plain.Length]); // what is new stands behind all else: who does not know it does not see it
        Assert.Equal(4 + trace.Length, traced.Length - plain.Length);
        Assert.Null(RoomAsk.Decode(plain, "edge").Trace);
        Assert.Equal(trace, RoomAsk.Decode(traced, "edge").Trace);

        RoomEvent[] events = [new RoomEvent(4, "e"u8.ToArray())];
        var plainEvents = RoomEvents.Encode("r", "log", events);
        var tracedEvents = RoomEvents.Encode("r", "log", events, trace);
        Assert.Equal(plainEvents, tracedEvents[..plainEvents.Length]);
        Assert.Equal((null, trace), (RoomEvents.Decode(plainEvents).Trace, RoomEvents.Decode(tracedEvents).Trace));
    }
}
