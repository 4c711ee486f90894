using Baize.Cluster.Instances;
using Baize.Gateway;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using Baize.Hosting.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Gateway;

/// <summary>What the gateway goes by while registry and directory are away, and when they are back.</summary>
public sealed class RoutingOutageTests : IDisposable
{
    private static readonly InstanceRecord First = new("a", "10.0.0.1", 8081, 0);
    private static readonly InstanceRecord Second = new("b", "10.0.0.2", 8081, 0);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeRouting _source = new() { Instances = [First, Second] };
    private readonly MeterReader _meters = new();
    private readonly HealthBook _book;
    private readonly InstanceWatch _watch;
    private readonly RoomOwners _owners;

    public RoutingOutageTests()
    {
        var metrics = new GatewayMetrics(_meters);
        _book = new HealthBook(_time, NullLogger<HealthBook>.Instance);
        _watch = new InstanceWatch(_source, _book, metrics, _time, NullLogger<InstanceWatch>.Instance);
        _owners = new RoomOwners(_source, metrics, _time, NullLogger<RoomOwners>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _watch.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Find_ManyWithinASecond_AsksOnce()
    {
        _source.Owners["r"] = "a";
        for (var i = 0; i < 100; i++)
            Assert.Equal("a", await _owners.FindAsync("r"));
        Assert.Equal(1, _source.Asked);

        _source.Owners["r"] = "b";
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b", await _owners.FindAsync("r"));
    }

    [Fact]
    public async Task Find_DirectoryAway_GoesOnWithTheLastAndSaysSo()
    {
        _source.Owners["r"] = "a";
        await _owners.FindAsync("r");
        _source.IsAway = true;
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal("a", await _owners.FindAsync("r"));
        }
        Assert.Null(await _owners.FindAsync("unknown"));
        Assert.True(_owners.IsAway);

        (_source.IsAway, _source.Owners["r"]) = (false, "b");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b", await _owners.FindAsync("r"));
        Assert.False(_owners.IsAway);
    }

    [Fact]
    public async Task Read_RegistryAway_KeepsTheList()
    {
        await _watch.ReadAsync(Cancelled);
        _source.IsAway = true;
        _time.Advance(TimeSpan.FromHours(1));
        await _watch.ReadAsync(Cancelled);

        Assert.Equal(["a", "b"], _watch.Instances.Select(i => i.InstanceId));
        Assert.NotNull(_watch.Fault);
    }

    [Fact]
    public async Task Read_RegistryBackAndEmpty_KeepsThoseThatAnswerForAWhile()
    {
        await _watch.ReadAsync(Cancelled);
        _source.Instances = [];
        _book.Note(Upstream.Of(Second), Condition.Silent, "dead");
        await _watch.ReadAsync(Cancelled);
        Assert.Equal(["a"], _watch.Instances.Select(i => i.InstanceId)); // the other does not answer: it is gone

        _time.Advance(TimeSpan.FromSeconds(14));
        await _watch.ReadAsync(Cancelled);
        Assert.Equal(["a"], _watch.Instances.Select(i => i.InstanceId));

        _time.Advance(TimeSpan.FromSeconds(1));
        await _watch.ReadAsync(Cancelled);
        Assert.Empty(_watch.Instances);
    }

    [Fact]
    public async Task Read_AnotherProcessHasThePlace_ForgetsTheFormerAtOnce()
    {
        await _watch.ReadAsync(Cancelled);
        _source.Instances = [First with { InstanceId = "a2" }, Second];
        await _watch.ReadAsync(Cancelled);

        Assert.Equal(["a2", "b"], _watch.Instances.Select(i => i.InstanceId));
    }
}
