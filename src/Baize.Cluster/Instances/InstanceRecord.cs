using System.Text.Json.Serialization;

namespace Baize.Cluster.Instances;

/// <summary>An instance as the registry lists it: the value of <c>game-server:instances:&lt;instance_id&gt;</c>.</summary>
/// <param name="InstanceId">Unique among the live instances.</param>
/// <param name="Address">Host or address that others can reach; never <c>0.0.0.0</c>.</param>
/// <param name="Port">The game port.</param>
/// <param name="RegisteredAt">Unix seconds.</param>
public sealed record InstanceRecord(string InstanceId, string Address, int Port, long RegisteredAt)
{
    /// <summary><c>server.machine_id</c>.</summary>
    public int MachineId { get; init; }

    /// <summary>One of <see cref="InstanceState"/>.</summary>
    public string State { get; init; } = InstanceState.Active;

    /// <summary>Open WebSockets at the last heartbeat.</summary>
    public int Connections { get; init; }

    /// <summary>Rooms owned at the last heartbeat.</summary>
    public int Rooms { get; init; }

    /// <summary>The software's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Process id on its host, for people.</summary>
    public int Pid { get; init; }

    /// <summary>The games it has, by name, and whose rooms it goes on with; null: it does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, GameVersions>? Games { get; init; }

    /// <summary>When this record was written: Unix milliseconds.</summary>
    public long HeartbeatAt { get; init; }

    /// <summary>The base of its HTTP endpoints.</summary>
    public Uri BaseAddress() => new UriBuilder(Uri.UriSchemeHttp, Address, Port).Uri;
}
