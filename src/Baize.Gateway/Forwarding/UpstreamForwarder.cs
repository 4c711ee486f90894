using System.Net;
using Baize.Gateway.Health;
using Yarp.ReverseProxy.Forwarder;

namespace Baize.Gateway.Forwarding;

/// <summary>Has a request answered by the first upstream that does. A request that may have taken effect is not sent twice.</summary>
internal sealed class UpstreamForwarder(IHttpForwarder forwarder, HttpMessageInvoker client, HealthBook book, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Forwards; ends when the answer has been passed on, or the socket has ended.</summary>
    /// <param name="context">The request.</param>
    /// <param name="upstreams">Whom to ask, in order.</param>
    /// <param name="kind">As metrics name them.</param>
    /// <param name="plan">How.</param>
    /// <param name="onAnswer">Told of the answer that is passed on, before it is.</param>
    public async Task ForwardAsync(
        HttpContext context, IReadOnlyList<Upstream> upstreams, string kind, ForwardPlan plan, Action<Upstream, Attempt, HttpStatusCode> onAnswer)
    {
        var count = Math.Min(upstreams.Count, ForwardPlan.MaxAttempts);
        for (var i = 0; i < count; i++)
        {
            var (upstream, isLast) = (upstreams[i], i == count - 1);
            Attempt? self = null;
            using var attempt = self = new Attempt(upstream, isLast, isLast ? plan.LastPatience : plan.Patience, time, status => onAnswer(upstream, self!, status));
            var error = await forwarder.SendAsync(context, upstream.Address.ToString(), client, plan.Config, attempt, attempt.Cut.Token);
            if (attempt.WasAnswered || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
                return;
            if (!attempt.WasRefused && !MayAskAnother(context, upstream, attempt, error))
            {
                await TellAsync(context, error, plan);
                return;
            }
            if (!isLast)
                metrics.FailedOver(kind);
            Forget(context);
        }
        metrics.Unanswered(kind);
        await Refusals.UnavailableAsync(context, plan.Nobody);
    }

    private bool MayAskAnother(HttpContext context, Upstream upstream, Attempt attempt, ForwarderError error)
    {
        var fault = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        // A time-out that is not ours is the connection's own: nothing was sent. So it is with one that was never made.
        var wasSent = attempt.IsLate
            || (error != ForwarderError.RequestTimedOut
                && fault is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError });
        if (attempt.IsLate || !wasSent)
            book.Note(upstream, Condition.Silent, attempt.IsLate ? "no answer in time" : "no connection");
        var isSafe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return !wasSent || (isSafe && error is ForwarderError.Request or ForwarderError.RequestCanceled or ForwarderError.ResponseHeaders);
    }

    private async Task TellAsync(HttpContext context, ForwarderError error, ForwardPlan plan)
    {
        var status = context.Response.StatusCode; // what the forwarder made of it
        Forget(context);
        if (error == ForwarderError.RequestBodyClient && status == StatusCodes.Status413PayloadTooLarge)
            metrics.Refused("body");
        await (error == ForwarderError.RequestBodyClient
            ? Refusals.RefuseAsync(context, status, status == StatusCodes.Status413PayloadTooLarge ? "payload_too_large" : "bad_frame", "The body did not come whole, or is too long.")
            : Refusals.UnavailableAsync(context, plan.Nobody));
    }

    private static void Forget(HttpContext context)
    {
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.Clear();
    }
}
