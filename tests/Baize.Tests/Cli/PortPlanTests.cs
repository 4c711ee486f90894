using Baize.Up;

namespace Baize.Tests.Cli;

public sealed class PortPlanTests
{
    [Fact]
    public void Create_AsByDefault_GivesThePublishedPortsAndKeepsTheAdminsFree()
    {
        var plan = PortPlan.Create(PortPlan.DefaultBase, 3);

        Assert.Equal(8080, plan.Api);
        Assert.Equal(8082, plan.Admin);
        Assert.Equal([8081, 8083, 8084], plan.GameServers);
        Assert.Equal(8088, plan.Nginx);
        Assert.Equal(8089, plan.Store);
        Assert.Equal(8000, plan.Gateway);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(PortPlan.MaxInstances)]
    public void Create_AnyNumberOfInstances_GivesEachItsOwnPort(int instances)
    {
        var plan = PortPlan.Create(20_000, instances);

        int[] all = [plan.Api, plan.Admin, .. plan.GameServers, plan.Nginx, plan.Store, plan.Gateway];
        Assert.Equal(instances, plan.GameServers.Count);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, port => Assert.InRange(port, 20_000, 20_000 + instances + 9));
    }

    [Fact]
    public void Needed_NamesWhoNeedsWhat()
    {
        Assert.Equal([(100, "api"), (110, "gateway"), (101, "game-1"), (103, "game-2"), (102, "admin")], PortPlan.Create(100, 2).Needed());
    }

    [Theory]
    [InlineData(0, 3, "--port-base is 0; it must be 1 to 65525.")]
    [InlineData(65_526, 3, "--port-base is 65526; it must be 1 to 65525.")]
    [InlineData(8080, 0, "--instances is 0; it must be 1 to 32.")]
    [InlineData(8080, 33, "--instances is 33; it must be 1 to 32.")]
    public void Create_OutOfRange_SaysWhatIsAllowed(int portBase, int instances, string message)
    {
        Assert.Equal(message, Assert.Throws<CommandException>(() => PortPlan.Create(portBase, instances)).Message);
    }

    [Fact]
    public void Create_HighestBase_Works() => Assert.Equal(65_535, PortPlan.Create(65_525, 3).Gateway);
}
