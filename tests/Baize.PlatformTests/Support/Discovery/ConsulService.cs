using Baize.Cluster.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.PlatformTests.Support;

/// <summary>A single Consul server, which is its own agent.</summary>
internal sealed class ConsulService : DiscoveryService
{
    private readonly int[] _ports = [FreePorts.Next(), FreePorts.Next(), FreePorts.Next()];

    public override (string Name, string? Value)[] Environment =>
        [("LOAD_BALANCER_DISCOVERY_TYPE", "consul"), ("CONSUL_ADDRESS", Address.AbsoluteUri.TrimEnd('/'))];

    public override Task<DiscoveryRegistry> ConnectAsync(string prefix, RecordingLogger<DiscoveryRegistry>? log = null) => DiscoveryServices.ConnectConsulAsync(
        Address.AbsoluteUri, "", prefix, TimeProvider.System, log ?? (Microsoft.Extensions.Logging.ILogger)NullLogger.Instance, TestContext.Current.CancellationToken);

    protected override ServerProcess Start(string folder) => ServerProcess.Start(
        "consul",
        Tools.Find("consul"),
        [
            "agent", "-server", "-bootstrap-expect", "1", "-data-dir", Path.Combine(folder, "data"), "-node", "test", "-bind", "127.0.0.1", "-client", "127.0.0.1",
            "-http-port", $"{Address.Port}", "-server-port", $"{_ports[0]}", "-serf-lan-port", $"{_ports[1]}", "-serf-wan-port", "-1", "-dns-port", "-1", "-grpc-port", "-1",
            "-raft-protocol", "3", "-log-level", "warn", "-hcl", "performance { raft_multiplier = 1 }", "-hcl", "disable_update_check = true",
        ],
        workingFolder: folder);

    // A leader, and the node of the agent itself: without it there can be no session.
    protected override async Task<bool> IsReadyAsync(HttpClient http) =>
        (await http.GetStringAsync(new Uri(Address, "v1/status/leader"), TestContext.Current.CancellationToken)).Contains(':', StringComparison.Ordinal)
        && (await http.GetStringAsync(new Uri(Address, "v1/catalog/node/test"), TestContext.Current.CancellationToken)).Contains("127.0.0.1", StringComparison.Ordinal);
}
