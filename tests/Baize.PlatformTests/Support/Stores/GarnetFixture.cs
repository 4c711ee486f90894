using Garnet;

namespace Baize.PlatformTests.Support;

/// <summary>Garnet in this process, with the settings of the embedded store.</summary>
public sealed class GarnetFixture : StoreFixture
{
    private readonly int _port = FreePorts.Next();
    private GarnetServer? _server;

    public override string Endpoint => $"127.0.0.1:{_port}";

    public override ValueTask InitializeAsync()
    {
        _server = new GarnetServer(
        [
            "--bind", "127.0.0.1", "--port", $"{_port}", "--lua", "true", "--lua-transaction-mode", "true",
            "--memory", "16m", "--page", "1m", "--index", "1m", "--logger-level", "Error",
        ]);
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _server?.Dispose();
    }
}
