using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>The connection is cut between commit and ack, a thousand times.</summary>
[Collection(MeasuredTests.Name)]
public sealed class CutTests
{
    private const int Cuts = 1_000;
    private const int Cutters = 20;

    [Fact]
    public async Task Cut_BetweenCommitAndAck_EachWordTakesEffectOnce()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        await using var crowd = await Crowd.StartAsync(platform, rooms: 10, members: 2, perSecond: 1);

        await Task.WhenAll(crowd.Players.Take(Cutters).Select(async player =>
        {
            for (var n = 0; n < Cuts / Cutters; n++)
            {
                await Eventually.TrueAsync(() => player.IsJoined, "the player is back in its room");
                crowd.Say(player);
                player.Cut(); // sent, and nobody hears the answer
            }
        }));

        await crowd.AssertHistoriesAsync();
        Assert.True(crowd.Said >= Cuts);
        platform.AssertNoFaults();
    }
}
