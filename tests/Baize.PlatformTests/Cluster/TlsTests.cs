using Baize.Cluster;
using Baize.Cluster.Redis;
using Baize.PlatformTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.PlatformTests.Cluster;

/// <summary>A Redis that speaks TLS only and wants a certificate of its client.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class TlsTests(TlsRedisFixture redis) : IClassFixture<TlsRedisFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_AuthorityAndCertificateGiven_EverythingWorks()
    {
        await redis.ClearAsync();
        await StoreInUse.UseAllAsync(redis);
    }

    [Fact]
    public async Task Connect_AuthorityNotGiven_IsRefused()
    {
        var stranger = redis.Address with { CaFile = "" };
        await Assert.ThrowsAsync<ClusterUnavailableException>(
            () => RedisLinks.ConnectAsync(stranger, "stranger", TimeSpan.FromSeconds(1), NullLogger<RedisLinks>.Instance, Cancellation));
    }

    [Fact]
    public async Task Platform_OverTls_PlayersTalkAcrossInstances()
    {
        await redis.ClearAsync();
        await TwoInstances.TalkAsync(redis.Address);
    }
}
