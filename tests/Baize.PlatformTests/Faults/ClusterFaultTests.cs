using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>A Redis Cluster of three masters.</summary>
[Collection(MeasuredTests.Name)]
public sealed class ClusterFaultTests(ClusterTopologyFixture fixture) : TopologyTests(fixture), IClassFixture<ClusterTopologyFixture>;
