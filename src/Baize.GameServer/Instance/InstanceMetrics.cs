using System.Diagnostics.Metrics;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Instance;

/// <summary>How this instance stands among the others.</summary>
internal sealed class InstanceMetrics
{
    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly Counter<long> _heartbeats;
    private readonly Counter<long> _dead;
    private long _lastHeartbeat;

    public InstanceMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _lastHeartbeat = time.GetTimestamp();
        _meter = meters.Create("Baize.Instance");
        _heartbeats = _meter.CreateCounter<long>("baize.heartbeats", "{heartbeat}", "Heartbeats by their outcome: sent, failed.");
        _dead = _meter.CreateCounter<long>("baize.instances.declared_dead", "{instance}", "Other instances that this one has found dead.");
        _dead.Add(0);
        foreach (var outcome in (string[])["sent", "failed"])
            _heartbeats.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>Instances that the registry lists.</summary>
    public int Listed { get; set; }

    /// <summary>Has the instance looked at whenever someone collects.</summary>
    public void Observe(IServiceProvider services)
    {
        var status = services.GetRequiredService<InstanceStatus>();
        var connections = services.GetRequiredService<ConnectionTable>();
        var host = services.GetRequiredService<RoomHost>();
        var edge = services.GetRequiredService<EdgeRooms>();
        var heartbeat = services.GetRequiredService<IOptions<LoadBalancerOptions>>().Value.HeartbeatInterval;
        var drain = services.GetRequiredService<IOptions<DrainOptions>>().Value.Timeout;
        var info = new Measurement<int>(1, new("instance_id", status.Self.Id), new("cluster_mode", status.Mode.Name));
        services.GetRequiredService<RoomMetrics>().Observe(host);

        _meter.CreateObservableGauge("baize.instance.info", () => info, description: "Always 1; the labels say which instance this is.");
        Flag("baize.ready", () => status.NotReadyBecause is null, "Whether new players may be sent here: 1 or 0.");
        Flag("baize.draining", () => status.IsDraining, "Whether the instance is leaving: 1 or 0.");
        Flag("baize.bus.reachable", () => !status.IsBusLost, "Whether what is published on the instance's own channel reaches it: 1 or 0.");
        Flag("baize.redis.connected", () => status.IsConnected, "Whether all connections to Redis are up: 1 or 0; always 1 in single-instance mode.");
        _meter.CreateObservableGauge("baize.drain.duration", () => DrainSeconds(status), "s", "How long the drain has been going on; 0 where there is none.");
        _meter.CreateObservableGauge("baize.drain.timeout", () => drain, "s", "What drain.timeout allows.");
        _meter.CreateObservableGauge("baize.heartbeat.age", () => _time.GetElapsedTime(Volatile.Read(ref _lastHeartbeat)).TotalSeconds, "s", "Time since the last heartbeat that succeeded.");
        _meter.CreateObservableGauge("baize.heartbeat.interval", () => heartbeat, "s", "What load_balancer.heartbeat_interval asks for.");
        _meter.CreateObservableGauge("baize.instances.listed", () => Listed, "{instance}", "Instances that the registry lists, as this one sees it.");
        _meter.CreateObservableUpDownCounter("baize.edge_rooms", () => edge.Count, "{room}", "Rooms that connections here are in, whoever owns them.");
        _meter.CreateObservableUpDownCounter("baize.outbound_queue", () => connections.All.Sum(c => (long)c.QueuedBytes), "By", "Bytes that wait for clients that read too slowly.");
        _meter.CreateObservableUpDownCounter("baize.outbound_queues", () => connections.All.Count(c => c.QueuedBytes > 0), "{connection}", "Connections that bytes wait for.");
    }

    public void HeartbeatSent()
    {
        Volatile.Write(ref _lastHeartbeat, _time.GetTimestamp());
        _heartbeats.Add(1, new KeyValuePair<string, object?>("outcome", "sent"));
    }

    public void HeartbeatFailed() => _heartbeats.Add(1, new KeyValuePair<string, object?>("outcome", "failed"));

    public void DeclaredDead() => _dead.Add(1);

    private void Flag(string name, Func<bool> is1, string description) =>
        _meter.CreateObservableGauge(name, () => is1() ? 1 : 0, description: description);

    private double DrainSeconds(InstanceStatus status) =>
        status.DrainingSince == 0 ? 0 : _time.GetElapsedTime(status.DrainingSince).TotalSeconds;
}
