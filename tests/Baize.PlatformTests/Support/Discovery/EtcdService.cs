using Baize.Cluster.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.PlatformTests.Support;

/// <summary>A single etcd.</summary>
/// <param name="election"><c>--election-timeout</c>, in milliseconds. The shortest lease is half as long again, in whole seconds.</param>
internal sealed class EtcdService(int election = 500) : DiscoveryService
{
    private readonly int _peer = FreePorts.Next();

    private string Url => Address.AbsoluteUri.TrimEnd('/'); // etcd wants no path

    public override (string Name, string? Value)[] Environment =>
        [("LOAD_BALANCER_DISCOVERY_TYPE", "etcd"), ("ETCD_ENDPOINTS", Url)];

    public override Task<DiscoveryRegistry> ConnectAsync(string prefix, RecordingLogger<DiscoveryRegistry>? log = null) => DiscoveryServices.ConnectEtcdAsync(
        Address.AbsoluteUri, prefix, TimeProvider.System, log ?? (Microsoft.Extensions.Logging.ILogger)NullLogger.Instance, TestContext.Current.CancellationToken);

    protected override ServerProcess Start(string folder) => ServerProcess.Start(
        "etcd",
        Tools.Find("etcd"),
        [
            "--data-dir", Path.Combine(folder, "data"), "--listen-client-urls", Url, "--advertise-client-urls", Url,
            "--listen-peer-urls", $"http://127.0.0.1:{_peer}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{_peer}",
            "--initial-cluster", $"default=http://127.0.0.1:{_peer}", "--heartbeat-interval", $"{election / 10}", "--election-timeout", $"{election}",
            "--unsafe-no-fsync=true",
        ],
        workingFolder: folder);

    protected override async Task<bool> IsReadyAsync(HttpClient http) =>
        (await http.GetStringAsync(new Uri(Address, "health"), TestContext.Current.CancellationToken)).Contains("true", StringComparison.Ordinal);
}
