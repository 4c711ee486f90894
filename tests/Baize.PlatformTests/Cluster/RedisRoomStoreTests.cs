using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class RedisRoomStoreTests(RedisFixture redis) : SharedRoomStoreContract(redis), IClassFixture<RedisFixture>;
