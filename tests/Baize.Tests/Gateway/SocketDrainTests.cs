using Baize.Gateway;
using Baize.Gateway.Health;
using Baize.Gateway.Sockets;
using Baize.Hosting.Metrics;
using Baize.Hosting.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Gateway;

public sealed class SocketDrainTests : IDisposable
{
    private static readonly Upstream Instance = new(Upstream.Instance, "a", new Uri("http://10.0.0.1:8081"));

    private readonly FakeTimeProvider _time = new();
    private readonly MeterReader _meters = new();
    private readonly OpenSockets _sockets;

    public SocketDrainTests() => _sockets = new OpenSockets(new GatewayMetrics(_meters));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Stop_ManySockets_CutsThemOneByOneWithinTheDrainTime()
    {
        for (var i = 0; i < 9; i++)
            _sockets.Add(Instance, new CancellationTokenSource());
        var drain = new SocketDrain(_sockets, Options.Create(new DrainOptions { Timeout = 10 }), _time, NullLogger<SocketDrain>.Instance);

        await drain.StoppingAsync(Cancelled);
        Assert.True(drain.IsStopping);
        var (started, left) = (_time.GetTimestamp(), new SortedSet<int>());
        var stopped = drain.StopAsync(Cancelled);
        while (!stopped.IsCompleted)
        {
            left.Add(_sockets.Count);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1, Cancelled); // the loop runs on
        }

        await stopped;
        Assert.Equal(0, _sockets.Count);
        Assert.Subset(left, new SortedSet<int>(Enumerable.Range(1, 8))); // each number was seen: one by one
        Assert.InRange(_time.GetElapsedTime(started), TimeSpan.FromSeconds(6), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Cut_OfOneInstance_LeavesTheOthers()
    {
        var (ours, theirs) = (new CancellationTokenSource(), new CancellationTokenSource());
        _sockets.Add(Instance, ours);
        _sockets.Add(Instance with { Name = "b" }, theirs);

        _sockets.Cut(Instance);

        Assert.True(ours.IsCancellationRequested);
        Assert.False(theirs.IsCancellationRequested);
        Assert.Equal(1, _sockets.Count);
    }
}
