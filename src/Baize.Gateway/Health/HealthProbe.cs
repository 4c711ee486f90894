using System.Net;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;

namespace Baize.Gateway.Health;

/// <summary>Asks every upstream each second whether it is ready, and cuts the sockets of one that has been silent for long.</summary>
/// <remarks>
/// The registry alone would not do: a killed instance stays listed for <c>instance_ttl</c>, and a stopped one takes connections
/// and never answers. One time-out is no proof on a busy machine; two in a row, or a refused connection, are.
/// </remarks>
internal sealed class HealthProbe(
    InstanceWatch watch, RoomOwners owners, ApiUpstreams apis, OpenSockets sockets, HealthBook book, IHttpClientFactory clients, TimeProvider time) : BackgroundService
{
    /// <summary>The HTTP client it asks with.</summary>
    public const string Client = "probe";

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// An instance that has been silent for so long has lost its rooms to others, and its players sit before a still picture: cut off,
    /// they reconnect to one that lives. A host that lost its power or its network closes no connection by itself.
    /// </summary>
    public static readonly TimeSpan CutAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private Dictionary<Upstream, int> _late = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = clients.CreateClient(Client);
        while (true)
        {
            await Task.WhenAll(ProbeAsync(client, stoppingToken), owners.RecheckAsync());
            await Task.Delay(Interval + Interval * (0.2 * Random.Shared.NextDouble()), time, stoppingToken);
        }
    }

    /// <summary>Asks all of them once.</summary>
    internal async Task ProbeAsync(HttpClient client, CancellationToken cancellationToken)
    {
        HashSet<Upstream> all = [.. watch.Instances.Select(Upstream.Of), .. apis.All, .. sockets.Upstreams];
        var answers = await Task.WhenAll(all.Select(u => AskAsync(client, u, cancellationToken)));
        var late = new Dictionary<Upstream, int>();
        foreach (var (upstream, condition, reason) in answers)
        {
            if (condition is { } known)
                book.Note(upstream, known, reason);
            else if ((late[upstream] = _late.GetValueOrDefault(upstream) + 1) > 1)
                book.Note(upstream, Condition.Silent, reason);
            if (book.SilentFor(upstream) >= CutAfter)
                sockets.Cut(upstream);
        }
        _late = late;
        book.Keep(all);
    }

    // No condition: no answer in time.
    private static async Task<(Upstream Upstream, Condition? Condition, string Reason)> AskAsync(HttpClient client, Upstream upstream, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(upstream.Address, "health/ready"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (upstream, answer.StatusCode == HttpStatusCode.OK ? Condition.Ready : Condition.NotReady, $"it answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException ex)
        {
            return (upstream, Condition.Silent, ex.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (upstream, null, "no answer in time");
        }
    }
}
