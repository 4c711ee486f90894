using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class GarnetRoomStoreTests(GarnetFixture garnet) : SharedRoomStoreContract(garnet), IClassFixture<GarnetFixture>;
