using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisClusterRoomStoreTests(RedisClusterFixture cluster) : SharedRoomStoreContract(cluster), IClassFixture<RedisClusterFixture>
{
    private readonly RedisClusterFixture _cluster = cluster;

    [Fact]
    public async Task KeyPrefix_EverythingInUse_AScriptsKeysStillShareASlot()
    {
        _cluster.KeyPrefix = "blue:";
        try
        {
            await StoreInUse.UseAllAsync(_cluster);
        }
        finally
        {
            _cluster.KeyPrefix = "";
        }
    }
}
