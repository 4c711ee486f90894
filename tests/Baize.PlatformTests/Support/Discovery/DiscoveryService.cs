using Baize.Cluster.Discovery;

namespace Baize.PlatformTests.Support;

/// <summary>A real etcd or Consul on loopback, that a test may stop and start again on the same port.</summary>
internal abstract class DiscoveryService : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-discovery-").FullName;
    private ServerProcess? _process;

    /// <summary>Where it is: <c>http://host:port</c>.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    /// <summary>The process.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("Not started.");

    /// <summary>What a platform is told.</summary>
    public abstract (string Name, string? Value)[] Environment { get; }

    /// <summary>A registry over it, with keys of its own.</summary>
    public abstract Task<DiscoveryRegistry> ConnectAsync(string prefix, RecordingLogger<DiscoveryRegistry>? log = null);

    /// <summary>Starts it, with what it had on disk, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = Start(_folder);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(_process.HasExited, _process.Log.Tail());
                try
                {
                    return await IsReadyAsync(http);
                }
                catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            $"{_process.Name} answers",
            details: () => _process.Log.Tail());
    }

    /// <summary>Stops it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
    }

    /// <summary>Takes away what it has on disk, while it is stopped.</summary>
    public void Wipe()
    {
        foreach (var part in Directory.EnumerateDirectories(_folder))
            Directory.Delete(part, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected abstract ServerProcess Start(string folder);

    protected abstract Task<bool> IsReadyAsync(HttpClient http);
}
