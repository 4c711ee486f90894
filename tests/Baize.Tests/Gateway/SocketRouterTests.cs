using Baize.Cluster.Instances;
using Baize.Gateway.Health;
using Baize.Gateway.Routing;
using CsCheck;

namespace Baize.Tests.Gateway;

public sealed class SocketRouterTests
{
    private static readonly Gen<string> Room = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789_-"], 1, 64];
    private static readonly Gen<InstanceRecord[]> Fleet = Gen.Int[2, 12].Select(n => Enumerable.Range(0, n).Select(i => Instance($"{i}-1767139200")).ToArray());

    [Fact]
    public void Plan_OneInstanceLess_MovesOnlyItsRooms() => Gen.Select(Fleet, Gen.Int[0, 11], Room.Array[20]).Sample((fleet, at, rooms) =>
    {
        var gone = fleet[at % fleet.Length];
        var left = fleet.Where(i => i != gone).ToArray();
        foreach (var room in rooms)
        {
            var before = Names(Plan(room, owner: null, fleet));
            Assert.Equal(before.Where(name => name != gone.InstanceId), Names(Plan(room, owner: null, left)));
        }
    });

    [Fact]
    public void Plan_AnyOrderOfTheList_IsTheSameOnEveryGateway() => Gen.Select(Fleet, Room).Sample((fleet, room) =>
        Assert.Equal(Names(Plan(room, owner: null, fleet)), Names(Plan(room, owner: null, [.. fleet.Reverse()]))));

    [Fact]
    public void Plan_WithoutOwner_ChoosesAsAnInstanceThatHandsTheRoomOver() => Gen.Select(Fleet, Room).Sample((fleet, room) =>
        Assert.Equal(Rendezvous.Choose(room, [.. fleet.Select(i => i.InstanceId)]), Names(Plan(room, owner: null, fleet))[0]));

    [Fact]
    public void Plan_EveryReadyOwner_GoesFirst() => Gen.Select(Fleet, Gen.Int[0, 11], Room).Sample((fleet, at, room) =>
    {
        var owner = fleet[at % fleet.Length].InstanceId;
        var route = Plan(room, owner, fleet);
        Assert.Equal(owner, route.Upstreams[0].Name);
        Assert.Equal(("owner", "room"), (route.ChosenBy(route.Upstreams[0]), route.ChosenBy(route.Upstreams[1])));
    });

    [Theory]
    [InlineData(nameof(Condition.NotReady))]
    [InlineData(nameof(Condition.Silent))]
    public void Plan_OwnerThatIsNotReady_GoesAfterThoseThatAre(string condition)
    {
        var route = SocketRouter.Plan(new("room", "r1"), "b", [Instance("a"), Instance("b"), Instance("c")], u => u.Name == "b" ? Enum.Parse<Condition>(condition) : Condition.Ready);

        Assert.Equal("b", route.Upstreams[2].Name);
        Assert.Equal("room", route.ChosenBy(route.Upstreams[0]));
    }

    [Fact]
    public void Plan_NobodyIsReady_StillPrefersTheOwner() // as while Redis is away
    {
        var route = SocketRouter.Plan(new("room", "r1"), "b", [Instance("a"), Instance("b"), Instance("c")], _ => Condition.NotReady);

        Assert.Equal("b", route.Upstreams[0].Name);
    }

    [Fact]
    public void Plan_DrainingInstance_GetsNothing()
    {
        InstanceRecord[] fleet = [Instance("a"), Instance("b") with { State = InstanceState.Draining }, Instance("c")];

        Assert.Equal(["a", "c"], Names(Plan("r1", owner: "b", fleet)).Order());
        Assert.Empty(Plan("r1", owner: "b", [fleet[1]]).Upstreams);
    }

    [Fact]
    public void Plan_ManyRooms_SpreadsThemEvenly()
    {
        InstanceRecord[] fleet = [.. Enumerable.Range(0, 4).Select(i => Instance($"{i}-1767139200"))];
        var shares = Enumerable.Range(0, 4_000).CountBy(i => Plan($"room-{i}", owner: null, fleet).Upstreams[0].Name).ToDictionary();

        Assert.All(fleet, i => Assert.InRange(shares[i.InstanceId], 850, 1_150));
    }

    private static SocketRoute Plan(string room, string? owner, InstanceRecord[] fleet) => SocketRouter.Plan(new("room", room), owner, fleet, _ => Condition.Ready);

    private static List<string> Names(SocketRoute route) => [.. route.Upstreams.Select(u => u.Name)];

    private static InstanceRecord Instance(string id) => new(id, "10.0.0.1", 8081, 0);
}
