using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Cluster;

public sealed class GarnetBusTests(GarnetFixture garnet) : BusContract(garnet), IClassFixture<GarnetFixture>;
