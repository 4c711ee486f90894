using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Baize.Cluster.Instances;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;
using Baize.Gateway.Tls;

namespace Baize.Gateway;

/// <summary>What the gateway counts.</summary>
internal sealed class GatewayMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _opened;
    private readonly Counter<long> _cut;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _unanswered;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _fromMemory;
    private readonly ConcurrentDictionary<string, bool> _sources = new(StringComparer.Ordinal) { ["registry"] = true, ["rooms"] = true };

    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Baize.Gateway");
        _opened = Counter("baize.gateway.sockets.opened", "{connection}", "WebSockets opened, by what chose their instance: the room's owner, or a hash of room, user or address.", "by", "owner", "room", "user", "address");
        _cut = Counter("baize.gateway.sockets.cut", "{connection}", "WebSockets cut by the gateway: their instance was silent, or the gateway stops.", "reason", "silent", "stopping");
        _failovers = Counter("baize.gateway.failovers", "{request}", "Upstreams that could not be reached or refused, so that another was asked.", "kind", Upstream.Instance, Upstream.Api);
        _unanswered = Counter("baize.gateway.unanswered", "{request}", "Requests that no upstream took: 503.", "kind", Upstream.Instance, Upstream.Api);
        _refused = Counter("baize.gateway.refused", "{request}", "Requests refused by the gateway: a path that is not public, too many from one address, a body that is too long.", "reason", "path", "rate", "body");
        _fromMemory = _meter.CreateCounter<long>("baize.gateway.owners.remembered", "{request}", "Rooms' owners taken from memory because the directory did not answer.");
        _fromMemory.Add(0);
    }

    /// <summary>A WebSocket was opened.</summary>
    public void Opened(string by) => _opened.Add(1, new KeyValuePair<string, object?>("by", by));

    /// <summary>A WebSocket was cut.</summary>
    public void Cut(string reason) => _cut.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An upstream failed, and another was asked.</summary>
    public void FailedOver(string kind) => _failovers.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>No upstream took a request.</summary>
    public void Unanswered(string kind) => _unanswered.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>A request was refused.</summary>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>An owner was taken from memory.</summary>
    public void AnsweredFromMemory() => _fromMemory.Add(1);

    /// <summary>A source answered, or did not.</summary>
    public void SourceIs(string source, bool isThere) => _sources[source] = isThere;

    /// <summary>Has the gateway looked at whenever someone collects.</summary>
    public void Observe(IServiceProvider services)
    {
        var watch = services.GetRequiredService<InstanceWatch>();
        var book = services.GetRequiredService<HealthBook>();
        var apis = services.GetRequiredService<ApiUpstreams>();
        var sockets = services.GetRequiredService<OpenSockets>();
        var certificate = services.GetService<CertificateFile>();
        _meter.CreateObservableUpDownCounter("baize.gateway.sockets", () => sockets.Count, "{connection}", "Open WebSockets that go through the gateway.");
        _meter.CreateObservableGauge("baize.gateway.upstreams", () => Upstreams(watch, book, apis), "{upstream}", "Instances and APIs by their condition, as the gateway sees them.");
        _meter.CreateObservableGauge(
            "baize.gateway.source.reachable",
            () => _sources.Select(s => new Measurement<int>(s.Value ? 1 : 0, new KeyValuePair<string, object?>("source", s.Key))),
            description: "Whether the registry and the room directory answered when last asked: 1 or 0. While they do not, the last known routing goes on.");
        _meter.CreateObservableGauge("baize.gateway.certificate.not_after", () => certificate?.NotAfter.ToUnixTimeSeconds() ?? 0, "s", "When the certificate ends, in Unix time; 0 without TLS.");
    }

    private static IEnumerable<Measurement<int>> Upstreams(InstanceWatch watch, HealthBook book, ApiUpstreams apis)
    {
        var instances = watch.Instances.CountBy(i => i.State == InstanceState.Draining ? "draining" : Name(book.Of(Upstream.Of(i)))).ToDictionary(StringComparer.Ordinal);
        foreach (var condition in (string[])["ready", "not_ready", "silent", "draining"])
            yield return new(instances.GetValueOrDefault(condition), new("kind", Upstream.Instance), new("condition", condition));
        foreach (var condition in Enum.GetValues<Condition>())
            yield return new(apis.All.Count(a => book.Of(a) == condition), new("kind", Upstream.Api), new("condition", Name(condition)));
    }

    private static string Name(Condition condition) => condition switch
    {
        Condition.Ready => "ready",
        Condition.NotReady => "not_ready",
        _ => "silent",
    };

    private Counter<long> Counter(string name, string unit, string description, string label, params ReadOnlySpan<string> values)
    {
        var counter = _meter.CreateCounter<long>(name, unit, description);
        foreach (var value in values) // from the start, at 0: an alert on a rise must see the first
            counter.Add(0, new KeyValuePair<string, object?>(label, value));
        return counter;
    }
}
