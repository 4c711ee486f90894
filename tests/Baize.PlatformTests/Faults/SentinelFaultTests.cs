using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>A master and a replica under three Sentinels.</summary>
[Collection(MeasuredTests.Name)]
public sealed class SentinelFaultTests(SentinelTopologyFixture fixture) : TopologyTests(fixture), IClassFixture<SentinelTopologyFixture>;
