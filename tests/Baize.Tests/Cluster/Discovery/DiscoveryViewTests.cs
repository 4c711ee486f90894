using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Cluster.Discovery;

public sealed class DiscoveryViewTests
{
    private static readonly TimeSpan Grace = DiscoveryView.Grace;

    private readonly FakeTimeProvider _time = new();
    private readonly DiscoveryView _view;

    public DiscoveryViewTests() => _view = new DiscoveryView(_time);

    [Fact]
    public void Accept_OlderThanKnown_IsPassedOver()
    {
        _view.Accept(Snapshot(7, "a", "b"));
        _view.Accept(Snapshot(6, "a"));

        Assert.Equal(["a", "b"], Ids());
    }

    [Fact]
    public void Accept_ServiceBeganAnew_KeepsTheMissingForTheGraceAndThenNot()
    {
        _view.Accept(Snapshot(7, "a", "b"));
        _view.Accept(Snapshot(1, "c") with { IsReset = true });

        Assert.Equal(["a", "b", "c"], Ids());
        Assert.NotNull(_view.Find("a"));
        _time.Advance(Grace);
        Assert.Equal(["c"], Ids());
        Assert.Null(_view.Find("a"));
    }

    [Fact]
    public void Accept_ServiceBeganAnew_DoesNotGlossOverOurOwnAbsence()
    {
        _view.Own("a");
        _view.Accept(Snapshot(7, "a", "b"));
        _view.Accept(Snapshot(1) with { IsReset = true });

        Assert.Equal(["b"], Ids());
    }

    [Fact]
    public void Accept_ExpiresRightAfterAnOutage_IsKeptAndNotTakenForDead()
    {
        _view.Accept(Snapshot(7, "a"));
        _view.Accept(Snapshot(7, "a") with { IsReset = true });
        _view.Accept(new DiscoverySnapshot(8, new Dictionary<string, InstanceRecord?>(), new HashSet<string> { "a" }));

        Assert.Equal(["a"], Ids());
        Assert.Empty(_view.Dead());
        _time.Advance(Grace);
        Assert.Empty(Ids());
        Assert.Equal(["a"], _view.Dead());
    }

    [Fact]
    public void Accept_LeavesRightAfterAnOutage_IsGone()
    {
        _view.Accept(Snapshot(7, "a", "b"));
        _view.Accept(Snapshot(7, "a", "b") with { IsReset = true });
        _view.Accept(Snapshot(8, "b"));

        Assert.Equal(["b"], Ids());
    }

    [Fact]
    public void Accept_ExpiresWithoutAnOutage_IsDead()
    {
        _view.Accept(Snapshot(7, "a"));
        _view.Accept(new DiscoverySnapshot(8, new Dictionary<string, InstanceRecord?>(), new HashSet<string> { "a" }));

        Assert.Empty(Ids());
        Assert.Equal(["a"], _view.Dead());
    }

    private IEnumerable<string> Ids() => _view.List().Select(i => i.InstanceId);

    private static DiscoverySnapshot Snapshot(long revision, params string[] ids) => new(
        revision, ids.ToDictionary(id => id, id => (InstanceRecord?)new InstanceRecord(id, "10.0.0.1", 1, 1)), ids.ToHashSet());
}
