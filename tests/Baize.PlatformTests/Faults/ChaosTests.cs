using System.Globalization;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary><c>baize chaos</c>, as a user runs it: all faults mixed by a random seed, driven by the .NET client. A nightly run is longer.</summary>
[Collection(MeasuredTests.Name)]
public sealed class ChaosTests
{
    private static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("BAIZE_CHAOS_SECONDS") ?? "45", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Chaos_AllFaultsMixed_EveryPromiseHolds()
    {
        var seed = Environment.GetEnvironmentVariable("BAIZE_CHAOS_SEED") ?? Random.Shared.Next(1, 1_000_000).ToString(CultureInfo.InvariantCulture);
        await using var chaos = ServerProcess.Start("chaos", Repository.Executable("baize"), ["chaos", "--json", "--seed", seed, "--duration", $"{Seconds}"]);

        var exitCode = await chaos.WaitForExitAsync(TimeSpan.FromSeconds(Seconds + 150));

        var output = chaos.Log.Tail(200);
        Assert.True(exitCode == 0, $"Seed {seed} (BAIZE_CHAOS_SEED={seed} makes it again):\n{output}");
        var verdict = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]).RootElement;
        Assert.NotEmpty(verdict.GetProperty("faults").EnumerateObject());
        Assert.True(verdict.GetProperty("acked").GetInt32() > Seconds, output);
        TestContext.Current.TestOutputHelper?.WriteLine(verdict.GetRawText());
    }
}
