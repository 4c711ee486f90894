using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisInstanceRegistryTests(RedisFixture redis) : PublishedInstanceKeysContract(redis), IClassFixture<RedisFixture>;
