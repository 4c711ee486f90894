using System.Globalization;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary><c>baize chaos</c>, as a user runs it: all faults mixed by a random seed, driven by the .NET client. A nightly run is longer.</summary>
[Collection(MeasuredTests.Name)]
public sealed class ChaosTests
{
    private static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("BAIZE_CHAOS_SECONDS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Chaos_AllFaultsMixed_EveryPromiseHolds()
    {
        var seed = Environment.GetEnvironmentVariable("BAIZE_CHAOS_SEED") ?? Random.Shared.Next(1, 1_000_000).ToString(CultureInfo.InvariantCulture);

        var verdict = await RunAsync(Seconds, "--seed", seed);

        Assert.NotEmpty(verdict.GetProperty("faults").EnumerateObject());
        Assert.Empty(verdict.GetProperty("not_injected").EnumerateArray());
        Assert.True(verdict.GetProperty("acked").GetInt32() > Seconds, verdict.GetRawText());
    }

    [Fact]
    public async Task Chaos_Partition_ClientsOfTheOneThatIsCutOffGoElsewhereAndEveryPromiseHolds()
    {
        var verdict = await RunAsync(seconds: 12, "--faults", "partition", "--seed", "6"); // this seed's is 11 s long: its clients are told to leave

        Assert.Equal(1, verdict.GetProperty("faults").GetProperty("partition").GetInt32());
        Assert.True(verdict.GetProperty("reconnects").GetInt32() > 0, verdict.GetRawText());
    }

    [Fact]
    public async Task Chaos_Attached_SaysWhatItCannotInjectAndChecksAllTheSame()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 2 });

        var verdict = await RunAsync(seconds: 5, "--api", $"http://127.0.0.1:{platform.ApiPort}", "--faults", "kill,partition", "--rooms", "5");

        Assert.Equal(["kill", "partition"], verdict.GetProperty("not_injected").EnumerateArray().Select(f => f.GetString()));
        Assert.Empty(verdict.GetProperty("faults").EnumerateObject());
        Assert.True(verdict.GetProperty("acked").GetInt32() > 10, verdict.GetRawText());
    }

    private static async Task<JsonElement> RunAsync(int seconds, params string[] options)
    {
        await using var chaos = ServerProcess.Start("chaos", Repository.Executable("baize"), ["chaos", "--json", "--duration", $"{seconds}", .. options]);
        var exitCode = await chaos.WaitForExitAsync(TimeSpan.FromSeconds(seconds + 150));
        var output = chaos.Log.Tail(200);
        Assert.True(exitCode == 0, $"{string.Join(' ', options)} (BAIZE_CHAOS_SEED makes a run again):\n{output}");
        var verdict = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]).RootElement;
        TestContext.Current.TestOutputHelper?.WriteLine(verdict.GetRawText());
        return verdict;
    }
}
