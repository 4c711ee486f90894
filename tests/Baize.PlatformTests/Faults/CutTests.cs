using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>The connection is cut between commit and ack, a thousand times.</summary>
[Collection(MeasuredTests.Name)]
public sealed class CutTests
{
    [Fact]
    public async Task Cut_BetweenCommitAndAck_EachWordTakesEffectOnce()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        await using var crowd = await Crowd.StartAsync(platform, rooms: 10, members: 2, perSecond: 1);
        await OwnerFaults.CutAsync(platform, crowd, cuts: 1_000);
    }
}
