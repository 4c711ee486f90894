using System.Net;
using Baize.Gateway;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Health;
using Baize.Hosting.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace Baize.Tests.Gateway;

/// <summary>Who is asked next, and what is never asked twice.</summary>
public sealed class UpstreamForwarderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MeterReader _meters = new();
    private readonly HealthBook _book;
    private readonly FakeForwarder _fake = new();
    private readonly UpstreamForwarder _forwarder;
    private readonly List<string> _answered = [];

    public UpstreamForwarderTests()
    {
        _book = new HealthBook(_time, NullLogger<HealthBook>.Instance);
        _forwarder = new UpstreamForwarder(_fake, new HttpMessageInvoker(new SocketsHttpHandler()), _book, new GatewayMetrics(_meters), _time);
    }

    public void Dispose() => _meters.Dispose();

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Forward_ConnectionRefused_AsksTheNextAndRemembers(string method)
    {
        _fake.Does("a", Outcome.Refused).Does("b", Outcome.Ok);
        var context = await ForwardAsync(method, Upstream.Api, "a", "b");

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(["a", "b"], _fake.Asked);
        Assert.Equal(["b"], _answered);
        Assert.Equal(Condition.Silent, _book.Of(At(Upstream.Api, "a")));
    }

    [Fact]
    public async Task Forward_CutAfterItWasSent_AsksTheNextForAGetAlone()
    {
        _fake.Does("a", Outcome.Dropped).Does("b", Outcome.Ok);
        Assert.Equal(200, (await ForwardAsync("GET", Upstream.Api, "a", "b")).Response.StatusCode);
        _fake.Asked.Clear();

        var post = await ForwardAsync("POST", Upstream.Api, "a", "b");

        Assert.Equal(["a"], _fake.Asked); // it may have taken effect
        Assert.Equal((503, "1"), (post.Response.StatusCode, post.Response.Headers.RetryAfter.ToString()));
        Assert.Equal(Condition.Ready, _book.Of(At(Upstream.Api, "a")));
    }

    [Fact]
    public async Task Forward_InstanceDrains_AsksTheNextBeforeAnythingIsUpgraded()
    {
        _fake.Does("a", Outcome.Unavailable).Does("b", Outcome.Ok);
        Assert.Equal(200, (await ForwardAsync("GET", Upstream.Instance, "a", "b")).Response.StatusCode);

        var alone = await ForwardAsync("GET", Upstream.Instance, "a");

        Assert.Equal((503, "1"), (alone.Response.StatusCode, alone.Response.Headers.RetryAfter.ToString()));
        Assert.Equal(["b", "a"], _answered); // the last one's own word is passed on
    }

    [Fact]
    public async Task Forward_ApiSaysUnavailable_PassesItsWordOn() // it has asked all instances itself
    {
        _fake.Does("a", Outcome.Unavailable).Does("b", Outcome.Ok);

        Assert.Equal(503, (await ForwardAsync("GET", Upstream.Api, "a", "b")).Response.StatusCode);
        Assert.Equal(["a"], _fake.Asked);
    }

    [Fact]
    public async Task Forward_NoAnswerInTime_AsksTheNext()
    {
        _fake.Does("a", Outcome.Nothing).Does("b", Outcome.Ok);
        var forwarding = ForwardAsync("GET", Upstream.Instance, "a", "b");
        while (!forwarding.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await forwarding).Response.StatusCode);
        Assert.Equal(Condition.Silent, _book.Of(At(Upstream.Instance, "a")));
    }

    [Fact]
    public async Task Forward_NobodyThere_SaysSoAfterThree()
    {
        foreach (var name in (string[])["a", "b", "c", "d"])
            _fake.Does(name, Outcome.Refused);

        var context = await ForwardAsync("GET", Upstream.Instance, "a", "b", "c", "d");

        Assert.Equal(["a", "b", "c"], _fake.Asked);
        Assert.Equal((503, "1"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
        Assert.Equal(503, (await ForwardAsync("GET", Upstream.Instance)).Response.StatusCode);
    }

    private static Upstream At(string kind, string name) => new(kind, name, new Uri($"http://{name}:8081"));

    private async Task<HttpContext> ForwardAsync(string method, string kind, params string[] names)
    {
        var context = new DefaultHttpContext { Request = { Method = method }, RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        await _forwarder.ForwardAsync(context, [.. names.Select(n => At(kind, n))], kind, ForwardPlan.Socket, (upstream, _, _) => _answered.Add(upstream.Name));
        return context;
    }

    internal enum Outcome
    {
        Ok,
        Refused,
        Dropped,
        Unavailable,
        Nothing,
    }

    /// <summary>Does to a context what YARP's would.</summary>
    private sealed class FakeForwarder : IHttpForwarder
    {
        private readonly Dictionary<string, Outcome> _outcomes = [];

        public List<string> Asked { get; } = [];

        public FakeForwarder Does(string name, Outcome outcome)
        {
            _outcomes[name] = outcome;
            return this;
        }

        public ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
            SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

        public async ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer, CancellationToken cancellationToken)
        {
            Assert.Equal(200, context.Response.StatusCode); // YARP throws where an answer is set already
            var name = new Uri(destinationPrefix).Host;
            Asked.Add(name);
            switch (_outcomes[name])
            {
                case Outcome.Refused:
                    return Fail(ForwarderError.Request, new HttpRequestException(HttpRequestError.ConnectionError));
                case Outcome.Dropped:
                    return Fail(ForwarderError.Request, new HttpRequestException(HttpRequestError.ResponseEnded));
                case Outcome.Nothing:
                    await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                    return Fail(ForwarderError.RequestCanceled, new OperationCanceledException());
                default:
                    using (var answer = new HttpResponseMessage(_outcomes[name] == Outcome.Ok ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable))
                    {
                        context.Response.StatusCode = (int)answer.StatusCode;
                        await transformer.TransformResponseAsync(context, answer, CancellationToken.None);
                    }
                    return ForwarderError.None;
            }

            ForwarderError Fail(ForwarderError error, Exception exception)
            {
                context.Features.Set<IForwarderErrorFeature>(new Fault(error, exception));
                context.Response.StatusCode = 502;
                return error;
            }
        }

        private sealed record Fault(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
    }
}
