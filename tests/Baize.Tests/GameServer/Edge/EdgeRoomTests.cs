using Baize.Cluster.Rooms;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.Protocol.Frames;
using Baize.Tests.GameServer.Support;

namespace Baize.Tests.GameServer.Edge;

/// <summary>The orders in which a room's words may come to an edge, and that none leaves its members behind.</summary>
public sealed class EdgeRoomTests : IDisposable
{
    private const string Log = "18c-1f";
    private const string OtherLog = "18d-2f";

    private readonly TestInstance _instance = new();
    private readonly EdgeRoom _room;

    public EdgeRoomTests() => _room = new EdgeRoom("r", _instance.Edge);

    [Fact]
    public async Task OnEvents_AfterAGap_AreReadFromTheLog()
    {
        var socket = Join(head: 61);
        _instance.Store.OnReadLog = after => Slice(Log, after + 1, 64);

        _room.OnEvents(Events(Log, 64, 64));

        await TestInstance.UntilAsync(() => TestInstance.Positions(socket) is [62, 63, 64], "the gap is closed");
    }

    [Fact]
    public async Task OnEvents_ReadingTheLogFailsInAWayNobodyForesaw_IsTriedAgain()
    {
        var socket = Join(head: 61);
        var reads = 0;
        _instance.Store.OnReadLog = after => ++reads <= 2 ? throw new InvalidCastException("not foreseen") : Slice(Log, after + 1, 64);

        _room.OnEvents(Events(Log, 64, 64));

        await TestInstance.UntilAsync(() => TestInstance.Positions(socket) is [62, 63, 64], "the gap is closed");
    }

    [Fact]
    public async Task OnHead_StoreIsBehindFirst_IsCaughtUpByTheNextWord()
    {
        var socket = Join(head: 61);
        _instance.Store.OnReadLog = _ => new LogSlice(null, 0, 1, [], IsComplete: false);
        _room.OnHead(Log, 64);
        await TestInstance.UntilAsync(() => _room.Position.Seq == 61, "nothing is known yet");

        _instance.Store.OnReadLog = after => Slice(Log, after + 1, 64);
        await TestInstance.UntilAsync(
            () =>
            {
                _room.OnHead(Log, 64); // an owner says it several times
                return TestInstance.Positions(socket) is [62, 63, 64];
            },
            "the gap is closed");
    }

    [Fact]
    public void EndJoin_WhatCameBeforeTheFirstWordWasLost_AsksForTheLog()
    {
        var (connection, socket) = _instance.Connect(1);
        var member = _room.BeginJoin(connection, spectates: false)!;
        _room.OnEvents(Events(Log, 63, 63)); // the owner's answer said 61, and 62 was lost on the bus

        Assert.Equal(JoinEnd.Again, _room.EndJoin(member, Log, 61, WebSocketWire.Text("{}"u8), missed: null, isAgain: false));
        Assert.Equal(JoinEnd.Done, _room.EndJoin(member, Log, 61, WebSocketWire.Text("{}"u8), Slice(Log, 62, 63), isAgain: true));

        _room.OnEvents(Events(Log, 64, 64));
        Assert.Equal([62, 63, 64], TestInstance.Positions(socket));
    }

    [Fact]
    public void EndJoin_AgainInAHistoryThatBeganAnew_CountsFromItsOwnPositions()
    {
        var (connection, socket) = _instance.Connect(1);
        var member = _room.BeginJoin(connection, spectates: false)!;
        _ = _room.EndJoin(member, Log, 61, WebSocketWire.Text("{}"u8), missed: null, isAgain: false);
        Assert.Same(member, _room.BeginJoin(connection, spectates: false)); // it joins again: not to be sent away

        Assert.Equal(JoinEnd.Done, _room.EndJoin(member, OtherLog, 3, WebSocketWire.Text("{}"u8), missed: null, isAgain: false));
        _room.OnEvents(Events(OtherLog, 4, 4));

        Assert.False(connection.IsClosing);
        Assert.Equal([4], TestInstance.Positions(socket));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public async Task OnEvents_OfAHistoryThatIsNotOurs_MembersJoinAnew(long first)
    {
        var (connection, socket) = _instance.Connect(1);
        Join(connection, head: 61);
        _instance.Store.OnReadLog = after => Slice(OtherLog, after + 1, Math.Max(after, first));

        _room.OnEvents(Events(OtherLog, first, first));

        await TestInstance.UntilAsync(() => connection.IsClosing, "the member is sent to join anew");
        Assert.Empty(TestInstance.Positions(socket));
    }

    [Fact]
    public async Task OnEvents_StaleWordOfAnotherHistory_ChangesNothing()
    {
        var (connection, socket) = _instance.Connect(1);
        Join(connection, head: 61);
        var reads = 0;
        _instance.Store.OnReadLog = after =>
        {
            reads++;
            return Slice(Log, after + 1, 61);
        };

        _room.OnEvents(Events(OtherLog, 5, 5));
        await TestInstance.UntilAsync(() => reads > 0, "the store is asked");
        _room.OnEvents(Events(Log, 62, 62));

        Assert.False(connection.IsClosing);
        Assert.Equal([62], TestInstance.Positions(socket));
    }

    [Fact]
    public void IsStale_AnswerOfAnOwnerThatWasOvertaken_IsToldFromALateOne()
    {
        Join(head: 61);
        var member = _room.BeginJoin(_instance.Connect(2).Connection, spectates: false)!;
        _room.OnEvents(Events(Log, 62, 62)); // after it was asked: an answer of 61 is late, not stale

        Assert.False(_room.IsStale(member, Log, 61));
        Assert.True(_room.IsStale(member, Log, 60));
        Assert.False(_room.IsStale(member, OtherLog, 60));
    }

    [Fact]
    public void CancelJoin_AfterMoreThanIsKept_SendsTheMemberToJoinAnew()
    {
        var (connection, _) = _instance.Connect(1);
        Join(connection, head: 0);
        var member = _room.BeginJoin(connection, spectates: false)!;
        for (var seq = 1; seq <= 2_000; seq++)
            _room.OnEvents(Events(Log, seq, seq));

        _room.CancelJoin(member);

        Assert.True(connection.IsClosing);
    }

    public void Dispose() => _instance.Dispose();

    private FakeSocket Join(long head)
    {
        var (connection, socket) = _instance.Connect(1);
        Join(connection, head);
        return socket;
    }

    private void Join(Connection connection, long head) => Assert.Equal(
        JoinEnd.Done, _room.EndJoin(_room.BeginJoin(connection, spectates: false)!, Log, head, WebSocketWire.Text("{}"u8), missed: null, isAgain: false));

    private static RoomEvents Events(string log, long first, long last) => new("r", log, first, Entries(first, last));

    private static LogSlice Slice(string log, long first, long head) => new(log, head, Math.Min(first, head + 1), Entries(first, head), IsComplete: true);

    private static ReadOnlyMemory<byte>[] Entries(long first, long last)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var seq = first; seq <= last; seq++)
            entries.Add(ServerFrame.Encode(FrameTypes.Message, "r", userId: 1, seq, "{}"u8));
        return [.. entries];
    }
}
