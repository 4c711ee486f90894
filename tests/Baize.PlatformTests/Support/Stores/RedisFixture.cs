namespace Baize.PlatformTests.Support;

/// <summary>A private redis-server. Tests skip where it is not installed; on CI they fail, else a green run may have tested nothing.</summary>
public sealed class RedisFixture : StoreFixture
{
    private RedisProcess? _redis;

    public override string Endpoint => Redis.Endpoint;

    internal RedisProcess Redis
    {
        get
        {
            Assert.SkipWhen(_redis is null && Environment.GetEnvironmentVariable("CI") != "true", "redis-server is not on the path.");
            return _redis ?? throw new InvalidOperationException("CI needs redis-server on the path.");
        }
    }

    public override async ValueTask InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
            _redis = await RedisProcess.StartAsync(options: ["--enable-debug-command", "yes"]);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }
}
