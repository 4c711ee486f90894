namespace Baize.PlatformTests.Support;

/// <summary>One platform behind nginx, for all tests that leave it as they found it.</summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    private BaizePlatform? _platform;

    /// <summary>The platform. Skips the calling test where redis-server or nginx is not installed.</summary>
    internal BaizePlatform Platform
    {
        get
        {
            Tools.Find("redis-server");
            Tools.Find("nginx");
            return _platform ?? throw new InvalidOperationException("The shared platform has not started; its own failure tells why.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Tools.IsInstalled("redis-server") && Tools.IsInstalled("nginx")) // a fixture cannot skip: each test does, when it asks for the platform
            _platform = await BaizePlatform.StartAsync(new PlatformSettings { Nginx = "game-server-lb.conf" });
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
    }
}
