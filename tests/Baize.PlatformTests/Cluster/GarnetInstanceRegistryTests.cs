using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class GarnetInstanceRegistryTests(GarnetFixture garnet) : PublishedInstanceKeysContract(garnet), IClassFixture<GarnetFixture>;
