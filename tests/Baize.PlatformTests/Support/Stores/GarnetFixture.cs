using Baize.Store;

namespace Baize.PlatformTests.Support;

/// <summary>The embedded store, in this process.</summary>
public sealed class GarnetFixture : StoreFixture
{
    private readonly EmbeddedStore _store = EmbeddedStore.Start();

    public override string Endpoint => _store.Connection;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store.Dispose();
    }
}
