using Baize.Cluster;
using Baize.Cluster.Instances;
using Baize.Hosting;
using Baize.Hosting.Cluster;

namespace Baize.GameServer.Instance;

/// <summary>Who this process is among the instances.</summary>
/// <param name="Id">Unique among the live instances.</param>
/// <param name="Address">Where others reach it; never an unspecified address.</param>
/// <param name="Port">The game port.</param>
/// <param name="MachineId"><c>server.machine_id</c>.</param>
/// <param name="StartedAt">Unix seconds.</param>
/// <param name="Version">The software's version.</param>
internal sealed record InstanceIdentity(string Id, string Address, int Port, int MachineId, long StartedAt, string Version)
{
    /// <summary>Tries for a free id: as many processes of one machine_id as might start within a second.</summary>
    private const int Tries = 1_000;

    /// <summary>Finds an id: the configured one, else <c>&lt;machine_id&gt;-&lt;unix seconds&gt;</c>, with a number behind it where that is taken.</summary>
    /// <param name="server">The configuration.</param>
    /// <param name="connecting">Ends with where ids are reserved.</param>
    /// <param name="ttl">How long a reservation stands without a heartbeat.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ConfigurationException">The configured id is another live process'.</exception>
    /// <exception cref="ClusterUnavailableException">The registry does not answer.</exception>
    public static async Task<InstanceIdentity> ReserveAsync(
        ServerOptions server, Task<ClusterLinks> connecting, TimeSpan ttl, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var version = typeof(InstanceIdentity).Assembly.GetName().Version?.ToString(3) ?? "";
        var self = new InstanceIdentity(server.InstanceId, AdvertisedAddress.Detect(server.Address), server.GamePort, server.MachineId, now, version);
        var cluster = await connecting;
        if (server.InstanceId.Length > 0)
        {
            await RefuseTwinAsync(self, cluster, cancellationToken);
            return self;
        }
        var first = $"{server.MachineId}-{now}";
        for (var i = 1; i <= Tries; i++)
        {
            self = self with { Id = i == 1 ? first : $"{first}-{i}" };
            if (cluster.Registry is not { } registry || await registry.TryReserveAsync(self.Record(), ttl, cancellationToken))
                return self;
        }
        throw new ConfigurationException([$"server.machine_id is {server.MachineId}; {Tries} instances of it have started within this second. Give each instance of a host its own."]);
    }

    /// <summary>The registry's record, as yet without live figures.</summary>
    public InstanceRecord Record() => new(Id, Address, Port, StartedAt)
    {
        MachineId = MachineId,
        Version = Version,
        Pid = Environment.ProcessId,
    };

    // After a kill -9 a restart finds its own old record, at its own address: that one is dead. Anything that listens to the
    // id's channel is not.
    private static async Task RefuseTwinAsync(InstanceIdentity self, ClusterLinks cluster, CancellationToken cancellationToken)
    {
        if (cluster.Redis is { } redis && await redis.IsListeningAsync(self.Id, cancellationToken))
            throw new ConfigurationException([$"server.instance_id is '{self.Id}'; a live instance has this id already. Each instance needs its own, or none."]);
    }
}
