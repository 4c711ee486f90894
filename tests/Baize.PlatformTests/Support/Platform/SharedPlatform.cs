namespace Baize.PlatformTests.Support;

/// <summary>One platform behind nginx, for all tests that leave it as they found it.</summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    private BaizePlatform? _platform;

    internal BaizePlatform Platform => _platform ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _platform = await BaizePlatform.StartAsync(new PlatformSettings { Nginx = "game-server-lb.conf" });

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
    }
}
