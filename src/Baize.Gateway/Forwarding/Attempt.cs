using System.Net;
using Baize.Gateway.Health;
using Yarp.ReverseProxy.Forwarder;

namespace Baize.Gateway.Forwarding;

/// <summary>
/// One try to have a request answered by one upstream: rewrites it for what stands behind, gives up when no answer begins in time, and
/// keeps a refusal back while there are others to ask.
/// </summary>
internal sealed class Attempt : HttpTransformer, IDisposable
{
    private readonly Upstream _upstream;
    private readonly bool _isLast;
    private readonly Action<HttpStatusCode> _onAnswer;
    private readonly ITimer _patience;
    private volatile bool _isLate;

    /// <param name="upstream">Who is asked.</param>
    /// <param name="isLast">Whether its answer is passed on, whatever it is.</param>
    /// <param name="patience">How long until its answer must begin.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onAnswer">Told of the answer that is passed on, before it is.</param>
    public Attempt(Upstream upstream, bool isLast, TimeSpan patience, TimeProvider time, Action<HttpStatusCode> onAnswer)
    {
        (_upstream, _isLast, _onAnswer) = (upstream, isLast, onAnswer);
        _patience = time.CreateTimer(static state => ((Attempt)state!).GiveUp(), this, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the attempt, or the socket that came of it. Not disposed: who cuts a socket may do so while it ends by itself.</summary>
    public CancellationTokenSource Cut { get; } = new();

    /// <summary>Whether an answer was passed on.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>Whether it answered that it cannot, for now.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether no answer began in time.</summary>
    public bool IsLate => _isLate;

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        Forwarded.Set(proxyRequest, httpContext);
        if (_upstream.Kind == Upstream.Instance) // of an instance this one path and no other, however the request spelt it
            proxyRequest.RequestUri = new Uri(_upstream.Address, $"ws{httpContext.Request.QueryString}");
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (proxyResponse.StatusCode == HttpStatusCode.ServiceUnavailable && _upstream.Kind == Upstream.Instance)
        {
            WasRefused = true;
            if (!_isLast)
                return false;
            httpContext.Response.Headers.RetryAfter = Refusals.RetryAfter;
        }
        WasAnswered = true;
        _onAnswer(proxyResponse.StatusCode);
        return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    public void Dispose() => _patience.Dispose();

    private void GiveUp()
    {
        _isLate = true;
        Cut.Cancel();
    }
}
