using System.Globalization;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>
/// The same faults where Redis is several servers. Loads are short; <c>BAIZE_FAULT_SCALE</c> multiplies them, for the nightly run. Four that
/// owe least to how many servers Redis has are run by <c>eng/nightly</c> alone: <c>./test</c> has a quarter of an hour.
/// </summary>
public abstract class TopologyTests(TopologyFixture fixture)
{
    private protected static readonly int Scale = int.Parse(Environment.GetEnvironmentVariable("BAIZE_FAULT_SCALE") ?? "1", CultureInfo.InvariantCulture);
    private static readonly int Rooms = Math.Min(20 * Scale, 60);
    private static readonly int Talk = 80 * Scale;

    [Fact]
    public Task Kill_OfAnOwner_RoomsGoOnAndNothingAckedIsLost() => WithCrowdAsync(async (platform, crowd) =>
        Figures.Report($"{Name}-kill-to-first-ack", await OwnerFaults.KillAsync(platform, crowd, Talk)));

    [Fact(Explicit = true)]
    public Task Stop_OfAnOwner_RoomsGoOnAndTheWokenOneLetsGo() => WithCrowdAsync(async (platform, crowd) =>
        Figures.Report($"{Name}-stop-to-first-ack", await OwnerFaults.StopAsync(platform, crowd, Talk, TimeSpan.FromSeconds(Scale > 1 ? 8 : 4))));

    [Fact(Explicit = true)]
    public Task RollingRestart_OfAllThree_NothingIsLostAndAllExitWithZero() => WithCrowdAsync(async (platform, crowd) =>
        Figures.Report($"{Name}-rolling-restart-ack", await OwnerFaults.RestartAllAsync(platform, crowd, Talk)));

    [Fact(Explicit = true)]
    public Task FlushAll_UnderLoad_OwnersWriteTheirRoomsAnewAndTheyGoOn() => WithCrowdAsync((platform, crowd) =>
        OwnerFaults.FlushAsync(platform, crowd, Talk, fixture.FlushAsync));

    [Fact(Explicit = true)]
    public Task Cut_BetweenCommitAndAck_EachWordTakesEffectOnce() => WithCrowdAsync((platform, crowd) =>
        OwnerFaults.CutAsync(platform, crowd, cuts: 200 * Scale));

    /// <summary>Kills the server that holds the data, or a third of it; its replica takes over.</summary>
    [Fact]
    public async Task Redis_MasterKilled_RoomsGoOnWithTheReplica()
    {
        await using var redis = await fixture.StartWithReplicaAsync(); // its own: it is broken afterwards
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Redis = redis });
        await using var crowd = await Crowd.StartAsync(platform, Rooms, perSecond: 4);
        await crowd.LetTalkAsync(Talk);

        redis.First.Send(Signal.Kill);
        await crowd.LetTalkAsync(2 * Talk);

        // What the replica lacked its owners wrote again from memory: positions go on, nobody misses anything.
        await crowd.AssertHistoriesAsync();
        platform.AssertNoFaults();
    }

    private string Name => GetType().Name.Replace("FaultTests", "", StringComparison.Ordinal).ToLowerInvariant();

    private async Task WithCrowdAsync(Func<BaizePlatform, Crowd, Task> test)
    {
        await fixture.FlushAsync(); // the rooms of the test before have no owner that lives, and would be adopted
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Redis = fixture.Redis });
        await using var crowd = await Crowd.StartAsync(platform, Rooms, perSecond: 4);
        await test(platform, crowd);
    }
}
