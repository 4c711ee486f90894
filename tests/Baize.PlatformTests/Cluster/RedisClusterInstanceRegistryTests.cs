using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisClusterInstanceRegistryTests(RedisClusterFixture cluster) : PublishedInstanceKeysContract(cluster), IClassFixture<RedisClusterFixture>;
