namespace Baize.PlatformTests.Support;

/// <summary>One service for the tests of a class. Tests skip where it is not installed, except on CI.</summary>
public abstract class DiscoveryFixture : IAsyncLifetime
{
    private DiscoveryService? _service;

    internal DiscoveryService Service
    {
        get
        {
            Tools.Find(Tool);
            return _service ?? throw new InvalidOperationException("The service has not started; the fixture's own failure tells why.");
        }
    }

    /// <summary>The program.</summary>
    protected abstract string Tool { get; }

    public async ValueTask InitializeAsync()
    {
        if (!Tools.IsInstalled(Tool))
            return;
        _service = New();
        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract DiscoveryService New();
}
