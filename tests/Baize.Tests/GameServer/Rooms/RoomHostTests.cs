using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;
using Baize.Tests.GameServer.Support;

namespace Baize.Tests.GameServer.Rooms;

public sealed class RoomHostTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TestInstance _instance = new();

    [Fact]
    public async Task Claim_WhileAnotherTakesOurRoomForAnOthers_GetsIt()
    {
        _ = await _instance.Store.Inner.ClaimAsync("r", expectedOwner: null, TestInstance.Id, ClaimMode.OrCreate, Token); // ours, and the answer was lost
        var gate = new TaskCompletionSource();
        _instance.Store.BeforeClaim = () => gate.Task;

        var adopting = _instance.Host.ClaimAsync("r", "dead", ClaimMode.Existing).AsTask();
        var asking = _instance.Host.ClaimAsync("r", TestInstance.Id, ClaimMode.Existing).AsTask();
        gate.SetResult();

        Assert.Null((await adopting).Room);
        Assert.NotNull((await asking).Room); // and not: there is no such room
    }

    [Fact]
    public async Task Commit_FailsInAWayNobodyForesaw_RoomIsLetGoAndGoesOn()
    {
        var (connection, _) = _instance.Connect(1);
        await _instance.JoinAsync(connection, "r");
        var failed = false;
        _instance.Store.BeforeCommit = () =>
        {
            if (failed)
                return Task.CompletedTask;
            failed = true;
            throw new InvalidOperationException("not foreseen");
        };

        await _instance.SayAsync(1, "r", "hello"); // asked again of the room as it stands in the store

        Assert.True(failed);
        Assert.Equal(2, (await _instance.Store.Inner.ReadLogAsync("r", afterSeq: 0, Token)).Head);
    }

    [Fact]
    public async Task SendDigests_HeadThatChanged_IsToldSeveralTimesAndNoMore()
    {
        var room = await HostAsync("r", "edge-1");
        await room.CommittedAsync();
        await TestInstance.UntilAsync(() => room.CommittedSeq == 1, "the join is committed");

        for (var second = 0; second < 10; second++)
            _instance.Host.SendDigests();
        Assert.InRange(Posted(BusKind.Digest, "edge-1"), 2, 4);

        var before = Posted(BusKind.Digest, "edge-1");
        _instance.Host.TellHeadsAgain(); // the bus was away
        _instance.Host.SendDigests();
        Assert.Equal(before + 1, Posted(BusKind.Digest, "edge-1"));
    }

    [Fact]
    public async Task Claim_OfARoomThatMoves_TellsItsEdgesAndItsOwnerAgainUntilTheyCome()
    {
        var record = (await _instance.Store.Inner.ClaimAsync("r", expectedOwner: null, "slow", ClaimMode.OrCreate, Token)).Record!;
        var state = Room.Create(new RoomSetup("r", "relay", Name: null, MaxPlayers: null, Options: null, HostId: 0, CreatedAt: _instance.Host.Now, Seed: 1), new GameCatalog()).Snapshot();
        _ = await _instance.Store.Inner.CommitAsync(new RoomCommit("r", record.Term, record.LogId, 0, []) { State = state, Edges = ["edge-1", "edge-2"] }, Token);

        var room = (await _instance.Host.ClaimAsync("r", "slow", ClaimMode.Existing)).Room!;
        Assert.Equal([1, 1, 1], [Posted(BusKind.Moved, "edge-1"), Posted(BusKind.Moved, "edge-2"), Posted(BusKind.Moved, "slow")]);
        await JoinAsync(room, "edge-2");
        for (var second = 0; second < 10; second++)
            _instance.Host.SendDigests();

        Assert.Equal(1, Posted(BusKind.Moved, "edge-2")); // it has come
        Assert.InRange(Posted(BusKind.Moved, "edge-1"), 3, 5);
        Assert.InRange(Posted(BusKind.Moved, "slow"), 3, 5);
    }

    [Fact]
    public async Task Doubt_AnotherOwnsTheRoom_LetsGo()
    {
        var room = await HostAsync("r", "edge-1");
        await room.CommittedAsync();
        _ = await _instance.Store.Inner.ClaimAsync("r", TestInstance.Id, "other", ClaimMode.Existing, Token);

        _instance.Host.Doubt("r");

        await TestInstance.UntilAsync(() => _instance.Host.Find("r") is null, "the room is let go");
    }

    [Fact]
    public async Task VerifyQuiet_RoomWasTakenFromASlowOwnerThatHeardNothingOfIt_LetsGo()
    {
        var room = await HostAsync("r", "edge-1");
        await room.CommittedAsync();
        _ = await _instance.Store.Inner.ClaimAsync("r", TestInstance.Id, "other", ClaimMode.Existing, Token);

        _instance.Host.VerifyQuiet(); // it has just committed something
        _instance.Host.VerifyQuiet();

        await TestInstance.UntilAsync(() => _instance.Host.Find("r") is null, "the room is let go");
    }

    public void Dispose() => _instance.Dispose();

    private async Task<HostedRoom> HostAsync(string roomId, string edge)
    {
        var room = (await _instance.Host.ClaimAsync(roomId, expectedOwner: null, ClaimMode.OrCreate)).Room!;
        await JoinAsync(room, edge);
        return room;
    }

    private static async Task JoinAsync(HostedRoom room, string edge)
    {
        var joined = new TaskCompletionSource<OwnerReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new RoomRequest(RoomRequestKind.Join, UserId: 7, "u", Id: null, default);
        Assert.True(room.TryPost(new RoomMail { Ask = new RoomAsk(room.RoomId, request, edge, Stamp: 1), Answer = joined.SetResult }));
        Assert.Equal(OwnerReplyStatus.Answered, (await joined.Task.WaitAsync(TimeSpan.FromSeconds(20), Token)).Status);
    }

    private int Posted(BusKind kind, string to) => _instance.Bus.Posted.Count(p => p.Kind == (byte)kind && p.To == to);
}
