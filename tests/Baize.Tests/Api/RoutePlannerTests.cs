using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Tests.Api.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Api;

public sealed class RoutePlannerTests
{
    private static readonly InstanceRecord Idle = new("idle", "10.0.0.1", 8081, 0);
    private static readonly InstanceRecord Busy = new("busy", "10.0.0.2", 8081, 0) { Connections = 100 };
    private static readonly InstanceRecord Leaving = new("leaving", "10.0.0.3", 8081, 0) { State = InstanceState.Draining };

    private readonly FakeTimeProvider _time = new();
    private readonly FakeSource _source = new() { Instances = [Leaving, Busy, Idle] };
    private readonly Suspects _suspects;
    private readonly InstanceLoad _load = new();
    private readonly RoutePlanner _planner;

    public RoutePlannerTests()
    {
        _suspects = new Suspects(_time, NullLogger<Suspects>.Instance);
        _planner = new RoutePlanner(_source, new LiveInstances(_source, _time, NullLogger<LiveInstances>.Instance), _suspects, _load, _time);
    }

    [Theory]
    [InlineData(null, "idle busy leaving")]
    [InlineData("idle", "idle busy leaving")]
    [InlineData("busy", "busy idle leaving")]
    [InlineData("leaving", "idle busy leaving")]
    [InlineData("gone", "idle busy leaving")]
    public async Task Plan_ByOwnerThenLoad_DrainingLast(string? owner, string expected)
    {
        if (owner is not null)
            _source.Owners["room123"] = owner;

        Assert.Equal(expected, await PlanAsync());
    }

    [Fact]
    public async Task Plan_InstanceDidNotAnswer_IsAskedLastForTwoSecondsOrUntilItAnswers()
    {
        _source.Owners["room123"] = "busy";
        _suspects.Add(Busy, "no answer in time");
        Assert.Equal("idle busy leaving", await PlanAsync());

        _time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.Equal("idle busy leaving", await PlanAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("busy idle leaving", await PlanAsync());

        _suspects.Add(Busy, "no answer in time");
        _suspects.Remove(Busy);
        Assert.Equal("busy idle leaving", await PlanAsync());
    }

    [Fact]
    public async Task Plan_StoreIsAwayAndNothingWasEverRead_IsEmpty()
    {
        _source.IsAway = true;

        Assert.Equal("", await PlanAsync());
    }

    [Fact]
    public async Task Plan_ClientsSentSinceTheHeartbeat_CountUntilTheNext()
    {
        for (var i = 0; i < 101; i++)
            _load.Add(Idle);
        Assert.Equal("busy idle leaving", await PlanAsync());

        _source.Instances = [Leaving, Busy, Idle with { HeartbeatAt = 1 }];
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("idle busy leaving", await PlanAsync());
    }

    private async Task<string> PlanAsync() =>
        string.Join(' ', (await _planner.PlanAsync("room123", TestContext.Current.CancellationToken)).Candidates.Select(i => i.InstanceId));
}
