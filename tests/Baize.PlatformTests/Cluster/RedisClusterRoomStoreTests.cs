using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisClusterRoomStoreTests(RedisClusterFixture cluster) : SharedRoomStoreContract(cluster), IClassFixture<RedisClusterFixture>;
