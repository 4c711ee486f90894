using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisClusterBusTests(RedisClusterFixture cluster) : BusContract(cluster), IClassFixture<RedisClusterFixture>;
