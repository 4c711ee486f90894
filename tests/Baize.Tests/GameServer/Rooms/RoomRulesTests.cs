using Baize.Cluster.Instances;
using Baize.Cluster.Rooms;
using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;
using Baize.Tests.GameServer.Support;
using Baize.Tests.Rooms.Counting;

namespace Baize.Tests.GameServer.Rooms;

public sealed class RoomRulesTests
{
    private static readonly Dictionary<string, GameVersions> Games = new() { ["gomoku"] = new(2, 3) };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gomoku 1", false)]
    [InlineData("gomoku 1 waiting", true)] // not begun: newer rules may begin it
    [InlineData("gomoku 2", true)]
    [InlineData("gomoku 3", true)]
    [InlineData("gomoku 4", false)]
    [InlineData("gomoku 4 waiting", false)]
    [InlineData("chess 2", false)]
    public void Fit_ByVersion_IsFromTheOldestToTheCurrent(string rules, bool fits)
    {
        var read = RoomRules.Parse(rules)!.Value;

        Assert.Equal(rules, read.ToString());
        Assert.Equal(fits, read.Fit(Games));
        Assert.False(read.Fit(null)); // an instance that does not say what it has
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gomoku")]
    [InlineData("gomoku two")]
    [InlineData("gomoku 2 3 4")]
    public void Parse_OtherWords_IsNoRules(string? text) => Assert.Null(RoomRules.Parse(text));

    [Theory]
    [InlineData(2, 2, "b")] // the other has it
    [InlineData(1, 1, null)] // nobody has it
    public async Task Claim_RoomOfNewerRules_IsNotClaimedAndAnotherIsAsked(int oldest, int current, string? asked)
    {
        using var instance = new TestInstance(new GameCatalog().Register<CountingGame>());
        await instance.Registry.RenewAsync(Record("b", new GameVersions(oldest, current)), TimeSpan.FromMinutes(1), Cancelled);
        await instance.Registry.RenewAsync(Record("owner", new GameVersions(2, 2)), TimeSpan.FromMinutes(1), Cancelled);
        var record = (await instance.Store.Inner.ClaimAsync("r", null, "owner", ClaimMode.OrCreate, Cancelled)).Record!;
        var commit = new RoomCommit("r", record.Term, record.LogId, 0, []) { Summary = new RoomSummary("counting", "playing", default) { Rules = "counting 2" } };
        await instance.Store.Inner.CommitAsync(commit, Cancelled);

        for (var tries = 0; tries < 3; tries++)
            await Assert.ThrowsAsync<Baize.Cluster.ClusterUnavailableException>(async () => await instance.Host.ClaimAsync("r", "owner", ClaimMode.Existing));

        Assert.Equal("owner", await instance.Store.GetOwnerAsync("r", Cancelled));
        Assert.Equal(record.Term, (await instance.Store.GetPositionAsync("r", Cancelled))!.Term);
        Assert.Equal(asked is null ? [] : [asked], instance.Bus.Posted.Where(p => p.Kind == (byte)BusKind.Adopt).Select(p => p.To)); // once, not for each try
    }

    private static InstanceRecord Record(string id, GameVersions versions) =>
        new(id, "127.0.0.1", 1, 1) { Games = new Dictionary<string, GameVersions> { ["counting"] = versions } };
}
