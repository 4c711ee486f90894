namespace Baize.PlatformTests.Support;

/// <summary>Tests that share one platform, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedPlatformTests : ICollectionFixture<SharedPlatform>
{
    public const string Name = "shared platform";
}

/// <summary>Tests that start a platform of their own, one after the other: two cores do not carry several.</summary>
[CollectionDefinition(Name)]
public sealed class OwnPlatformTests
{
    public const string Name = "own platform";
}

/// <summary>Tests that measure time or load, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredTests
{
    public const string Name = "measured";
}
