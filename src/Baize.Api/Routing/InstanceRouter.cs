using Polly.Timeout;

namespace Baize.Api.Routing;

/// <summary>
/// Asks the instances. Every call is safe to send twice (reads, and writes with a request id), so it goes on to the next
/// instance when one refuses, fails or does not answer in time.
/// </summary>
internal sealed class InstanceRouter(IHttpClientFactory clients, RoutePlanner planner, RouterMetrics metrics)
{
    /// <summary>The HTTP client with the resilience pipeline; see <see cref="RouterServices"/>.</summary>
    public const string Client = "instances";

    /// <summary>Asks a room's owner, or whoever can.</summary>
    /// <param name="roomId">The room; null where any instance will do.</param>
    /// <param name="ask">What to ask.</param>
    /// <param name="cancellationToken">The caller is gone.</param>
    /// <returns>The answer; null where nobody gave one.</returns>
    public async Task<InstanceReply?> SendAsync(string? roomId, InstanceRequest ask, CancellationToken cancellationToken) =>
        await SendAsync(await planner.PlanAsync(roomId, cancellationToken), ask, cancellationToken);

    /// <summary>Asks along a route.</summary>
    public async Task<InstanceReply?> SendAsync(CallRoute route, InstanceRequest ask, CancellationToken cancellationToken)
    {
        if (!route.HasNext)
        {
            metrics.Unanswered();
            return null;
        }
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(ask.Method, client.BaseAddress);
        request.Options.Set(InstanceHandler.Route, route);
        request.Options.Set(InstanceHandler.Ask, ask);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.RequestMessage is null || !response.RequestMessage.Options.TryGetValue(InstanceHandler.Instance, out var instance))
                throw new InvalidOperationException("An answer bears the instance that gave it.");
            metrics.Answered(route.Asked);
            return new InstanceReply(instance, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (Exception ex) when (ex is HttpRequestException or TimeoutRejectedException)
        {
            metrics.Unanswered();
            return null;
        }
    }
}
