using Baize.Tests.GameServer.Support;

namespace Baize.Tests.GameServer.Edge;

public sealed class EdgeRoomsTests : IDisposable
{
    private readonly TestInstance _instance = new();

    [Fact]
    public async Task Verify_RoomOfOursIsAheadOfOurEdge_IsCaughtUp()
    {
        var socket = await FallBehindAsync();

        await _instance.Edge.VerifyAsync(TestContext.Current.CancellationToken);

        await TestInstance.UntilAsync(() => TestInstance.Positions(socket) is [2], "the member has all");
    }

    [Fact]
    public async Task SendDigests_RoomOfOursIsAheadOfOurEdge_IsCaughtUp()
    {
        var socket = await FallBehindAsync();

        _instance.Host.SendDigests();
        _instance.Host.SendDigests();

        await TestInstance.UntilAsync(() => TestInstance.Positions(socket) is [2], "the member has all");
    }

    public void Dispose() => _instance.Dispose();

    // As when the room moved here, and the answer that says where it stands came too late.
    private async Task<FakeSocket> FallBehindAsync()
    {
        var (connection, socket) = _instance.Connect(1);
        await _instance.JoinAsync(connection, "r");
        _instance.Host.Edge = new DeafEdge(_instance.Edge);
        await _instance.SayAsync(1, "r", "hello");
        Assert.Empty(TestInstance.Positions(socket));
        return socket;
    }
}
