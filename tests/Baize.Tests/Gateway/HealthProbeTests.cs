using System.Net;
using Baize.Cluster.Instances;
using Baize.Gateway;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;
using Baize.Hosting.Metrics;
using Baize.Hosting.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Gateway;

public sealed class HealthProbeTests : IDisposable
{
    private static readonly InstanceRecord Instance = new("a", "10.0.0.1", 8081, 0);
    private static readonly Upstream At = Upstream.Of(Instance);

    private readonly FakeTimeProvider _time = new();
    private readonly MeterReader _meters = new();
    private readonly HealthBook _book;
    private readonly InstanceWatch _watch;
    private readonly OpenSockets _sockets;
    private readonly HealthProbe _probe;
    private readonly Answers _answers = new();
    private readonly HttpClient _client;

    public HealthProbeTests()
    {
        var metrics = new GatewayMetrics(_meters);
        var source = new FakeRouting { Instances = [Instance] };
        _book = new HealthBook(_time, NullLogger<HealthBook>.Instance);
        _watch = new InstanceWatch(source, _book, metrics, _time, NullLogger<InstanceWatch>.Instance);
        _sockets = new OpenSockets(metrics);
        var apis = new ApiUpstreams(Options.Create(new GatewayOptions()), Options.Create(new ServerOptions()), _book);
        _probe = new HealthProbe(_watch, new RoomOwners(source, metrics, _time, NullLogger<RoomOwners>.Instance), apis, _sockets, _book, clients: null!, _time);
        _client = new HttpClient(_answers);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _probe.Dispose();
        _watch.Dispose();
        _client.Dispose();
        _answers.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Probe_EachAnswer_IsItsCondition()
    {
        await _watch.ReadAsync(Cancelled);
        Assert.Equal(Condition.Ready, await AfterAsync(() => new HttpResponseMessage(HttpStatusCode.OK)));
        Assert.Equal(Condition.NotReady, await AfterAsync(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)));
        Assert.Equal(Condition.Silent, await AfterAsync(() => throw new HttpRequestException(HttpRequestError.ConnectionError)));
        Assert.Equal(Condition.Ready, await AfterAsync(() => new HttpResponseMessage(HttpStatusCode.OK)));
        Assert.Equal(Condition.Ready, await AfterAsync(() => throw new TaskCanceledException())); // once late is no proof
        Assert.Equal(Condition.Silent, await AfterAsync(() => throw new TaskCanceledException()));
    }

    [Fact]
    public async Task Probe_SilentForTenSeconds_CutsItsSocketsAlone()
    {
        var (lost, kept) = (new CancellationTokenSource(), new CancellationTokenSource());
        _sockets.Add(At, lost); // no longer listed, as after instance_ttl: asked all the same
        _sockets.Add(At with { Kind = "other", Address = new Uri("http://10.0.0.2:8081") }, kept);
        await AfterAsync(() => throw new HttpRequestException(HttpRequestError.ConnectionError));
        _time.Advance(HealthProbe.CutAfter - TimeSpan.FromMilliseconds(1));
        await AfterAsync(() => throw new HttpRequestException(HttpRequestError.ConnectionError));
        Assert.False(lost.IsCancellationRequested);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await AfterAsync(() => throw new HttpRequestException(HttpRequestError.ConnectionError));

        Assert.True(lost.IsCancellationRequested);
        Assert.False(kept.IsCancellationRequested);
    }

    private async Task<Condition> AfterAsync(Func<HttpResponseMessage> answer)
    {
        _answers.Next = answer;
        await _probe.ProbeAsync(_client, Cancelled);
        return _book.Of(At);
    }

    // Of the instance; all others are ready.
    private sealed class Answers : HttpMessageHandler
    {
        public Func<HttpResponseMessage> Next { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Task.FromResult(request.RequestUri!.Host == Instance.Address ? Next() : new HttpResponseMessage(HttpStatusCode.OK));
            }
            catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
            {
                return Task.FromException<HttpResponseMessage>(ex);
            }
        }
    }
}
