using Baize.Tests.Client.Support;

namespace Baize.Tests.Client;

/// <summary>The suite that the .NET and the JavaScript client share: <c>tests/clients</c>.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioFiles.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Play_Scenario_EndsAsWritten(string name) => ScenarioPlayer.PlayAsync(ScenarioFiles.All[name]);
}
