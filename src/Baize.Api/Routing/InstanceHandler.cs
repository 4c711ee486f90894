using System.Net;
using System.Net.Http.Headers;
using Baize.Cluster.Instances;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Api.Routing;

/// <summary>
/// The innermost handler: sends each attempt to the next instance of the request's <see cref="CallRoute"/>. The request from above
/// bears the route and what to ask, no more; attempts that overlap share it, so it is read and never changed.
/// </summary>
internal sealed class InstanceHandler(Suspects suspects, IOptions<AuthOptions> auth, IOptions<RouterOptions> options, TimeProvider time) : DelegatingHandler
{
    public static readonly HttpRequestOptionsKey<CallRoute> Route = new("baize.route");
    public static readonly HttpRequestOptionsKey<InstanceRequest> Ask = new("baize.ask");
    public static readonly HttpRequestOptionsKey<InstanceRecord> Instance = new("baize.instance");

    /// <summary>Longest answer of an instance: 200 rooms of 64 players each are below it.</summary>
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Route, out var route) || !request.Options.TryGetValue(Ask, out var ask))
            throw new InvalidOperationException("A request to an instance bears a route and what to ask.");
        if (route.Take() is not { } instance)
            throw new HttpRequestException("There is no further instance to ask.");

        var started = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(Attempt(instance, ask), cancellationToken);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken); // within the deadline
            Judge(instance, route, response.StatusCode);
            return response;
        }
        catch (HttpRequestException ex)
        {
            suspects.Add(instance, ex.HttpRequestError.ToString());
            throw;
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own time-out for the connection: to the pipeline a failure like a refusal, so that the next is asked.
            suspects.Add(instance, "no connection in time");
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{instance.InstanceId} does not take a connection in time.", ex);
        }
        catch (OperationCanceledException) when (time.GetElapsedTime(started) >= options.Value.Hedge)
        {
            suspects.Add(instance, "no answer in time"); // the deadline has passed, or another instance was faster
            throw;
        }
    }

    private HttpRequestMessage Attempt(InstanceRecord instance, InstanceRequest ask)
    {
        var attempt = new HttpRequestMessage(ask.Method, new Uri(instance.BaseAddress(), ask.Path));
        attempt.Options.Set(Instance, instance);
        attempt.Headers.Add(InternalKey.Header, auth.Value.InternalKey);
        if (ask.Json is not null)
            attempt.Content = new ByteArrayContent(ask.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return attempt;
    }

    private void Judge(InstanceRecord instance, CallRoute route, HttpStatusCode status)
    {
        if (InstanceReply.IsFailure((int)status))
            route.Refused();
        if (status == HttpStatusCode.Unauthorized)
            suspects.Add(instance, "it refuses our auth.internal_key");
        else
            suspects.Remove(instance);
    }
}
