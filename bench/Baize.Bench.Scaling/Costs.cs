using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Bench.Scaling;

/// <summary>What was measured, with where and how: <c>costs.json</c>. All that is not counted from the code is here.</summary>
internal sealed record Costs(WorkloadCosts Workloads, RedisCosts Redis, ClientCosts Client, InstanceCosts Instance, WireCosts Wire)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a cost with a wrong name would count as 0
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads them.</summary>
    /// <exception cref="JsonException">One is missing, or nobody knows its name.</exception>
    public static Costs Parse(string json) => JsonSerializer.Deserialize<Costs>(json, Json)!;
}

/// <summary>CPU of a whole workload: what a single step costs follows from their differences (<see cref="StepCosts"/>).</summary>
internal sealed record WorkloadCosts(string Source, WorkloadCost SignalOnOwner, WorkloadCost SignalSpread, WorkloadCost MessageSpread, WorkloadCost SignalLargeRoom);

/// <param name="Members">Of each room.</param>
/// <param name="InstancesUs">CPU of all instances per delivery.</param>
/// <param name="RedisUs">CPU of Redis per delivery.</param>
internal sealed record WorkloadCost(int Members, double InstancesUs, double RedisUs);

/// <param name="Source">Where and how.</param>
/// <param name="PublishUs">Of a Redis that is never idle: one PUBLISH with one subscriber, sockets included.</param>
/// <param name="CommitUs">One commit script, likewise.</param>
/// <param name="ReadUs">One GET of an instance's record, likewise.</param>
/// <param name="UsableShareOfCore">Of its one thread, before latency suffers.</param>
/// <param name="EntryOverheadBytes">Of memory, for an entry of a list.</param>
/// <param name="RoomOverheadBytes">Of memory, for a room's keys.</param>
/// <param name="ConnectionsPerInstance">Open at once.</param>
internal sealed record RedisCosts(
    string Source, double PublishUs, double CommitUs, double ReadUs, double UsableShareOfCore, double EntryOverheadBytes, double RoomOverheadBytes, int ConnectionsPerInstance);

/// <summary>What the client library asks of Redis by itself, per instance: is it alive, is it still the master?</summary>
internal sealed record ClientCosts(string Source, double CommandsPerSecond, double BytesInPerSecond, double BytesOutPerSecond);

/// <param name="Source">Where and how.</param>
/// <param name="RestMb">Memory without anybody.</param>
/// <param name="ConnectionKb">Memory of a connection in a room of four, its share of the room included.</param>
/// <param name="Cores">Of the host that the plan is for.</param>
/// <param name="UsableShareOfCore">What may be used at an ordinary hour: the rest is for peaks and for a neighbour's players.</param>
/// <param name="Connections">The most it should have.</param>
internal sealed record InstanceCosts(string Source, double RestMb, double ConnectionKb, int Cores, double UsableShareOfCore, int Connections);

/// <param name="Source">Where and how.</param>
/// <param name="RoundTripMs">Between an instance and Redis.</param>
/// <param name="FrameOverheadBytes">TCP, IP and Ethernet around a frame that travels alone.</param>
internal sealed record WireCosts(string Source, double RoundTripMs, double FrameOverheadBytes);
