using Baize.Chaos;

namespace Baize.Tests.Cli.Chaos;

public sealed class FaultPlanTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);

    [Fact]
    public void Create_SameSeed_SamePlan()
    {
        var all = FaultNames.Parse(FaultNames.All);
        Assert.Equal(FaultPlan.Create(7, Duration, 3, all), FaultPlan.Create(7, Duration, 3, all));
        Assert.NotEqual(FaultPlan.Create(7, Duration, 3, all), FaultPlan.Create(8, Duration, 3, all));
    }

    [Fact]
    public void Create_AllFaults_EachIsPlannedOnEachInstanceAndNoneInTheLastSeconds()
    {
        var plan = FaultPlan.Create(7, Duration, 3, FaultNames.Parse(FaultNames.All));
        Assert.Equal(Enum.GetValues<Fault>().Length, plan.Select(p => p.Fault).Distinct().Count());
        Assert.Equal([0, 1, 2], plan.Select(p => p.Target).Distinct().Order());
        Assert.All(plan, p => Assert.InRange(p.At, TimeSpan.FromSeconds(3), Duration - TimeSpan.FromSeconds(8)));
        Assert.All(plan, p => Assert.InRange(p.Length, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public void Create_NothingAllowed_Empty() => Assert.Empty(FaultPlan.Create(7, Duration, 3, []));

    [Fact]
    public void FaultNames_EachFault_HasANameThatIsRead() =>
        Assert.All(Enum.GetValues<Fault>(), fault => Assert.Equal([fault], FaultNames.Parse(FaultNames.Of(fault))));

    [Fact]
    public void FaultNames_UnknownName_ThrowsNamingItAndWhatIsAllowed()
    {
        var fault = Assert.Throws<CommandException>(() => FaultNames.Parse("kill,flood"));
        Assert.Contains("'flood'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("redis-kill", fault.Message, StringComparison.Ordinal);
    }
}
