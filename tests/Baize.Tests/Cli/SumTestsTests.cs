using System.Diagnostics;

namespace Baize.Tests.Cli;

/// <summary><c>eng/sum-tests</c>, by which <c>./test</c> counts.</summary>
public sealed class SumTestsTests : IDisposable
{
    private const string XUnit = """
        <testsuites name="Test results" tests="5" failures="1" errors="0"><testsuite name="/x/Baize.Tests.dll" tests="5" failures="1" errors="0" skipped="2"><testcase name="N.A.Theory(s: &quot;a&lt;b&quot;)" time="0.01" classname="N.A"><failure message="no">at X</failure></testcase><testcase name="N.A.Ok" classname="N.A" /><testcase name="N.A.Also" classname="N.A" /><testcase name="N.A.NoRedis" classname="N.A"><skipped>no redis</skipped></testcase><testcase name="N.A.Windows" classname="N.A"><skipped>platform: Windows only</skipped></testcase></testsuite></testsuites>
        """;

    private const string Node = """
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites>
        	<testsuite name="d" errors="0" tests="2" failures="1" skipped="1">
        		<testcase name="bad" time="0.001" classname="test" failure="1 == 2">
        			<failure type="testCodeFailure" message="1 == 2">trace</failure>
        		</testcase>
        		<testcase name="why" classname="test">
        			<skipped type="skipped" message="platform: no"/>
        		</testcase>
        	</testsuite>
        	<testcase name="top" time="0.000144" classname="test"/>
        </testsuites>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("baize-sum-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sum_ReportsOfBothKinds_CountsAndNamesFailures()
    {
        Assert.Equal("failed: N.A.Theory(s: \"a<b\")\nfailed: bad\n3 2 3\n", await SumAsync([], XUnit, Node));
    }

    [Fact]
    public async Task Sum_Strict_CountsSkippedAsFailedUnlessByPlatform()
    {
        Assert.Equal("failed: N.A.Theory(s: \"a<b\")\nfailed: N.A.NoRedis (skipped)\nfailed: bad\n3 3 2\n", await SumAsync(["--strict"], XUnit, Node));
    }

    [Fact]
    public async Task Sum_FixtureFailed_CountsThoughNoTestDid()
    {
        const string report = """<testsuites><testsuite name="S" tests="1" failures="0" errors="2"><testcase name="T" /></testsuite></testsuites>""";

        Assert.Equal("failed: S (2 outside a test)\n1 2 0\n", await SumAsync([], report));
    }

    [Fact]
    public async Task Sum_LeftOutByAFilter_CountsAsNothing()
    {
        const string report = """<testsuites><testcase name="a" /><testcase name="b"><skipped type="skipped" message="test name does not match pattern"/></testcase></testsuites>""";

        Assert.Equal("1 0 0\n", await SumAsync(["--strict"], report));
    }

    [Fact]
    public async Task Sum_NoTest_IsZero() => Assert.Equal("0 0 0\n", await SumAsync([], "<testsuites />"));

    private static string Script()
    {
        // Not by CallerFilePath: builds on CI write /_/ for the folder of the sources.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Baize.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "eng", "sum-tests");
    }

    private async Task<string> SumAsync(string[] options, params string[] reports)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "platform: no sh");
        var files = reports.Select((text, i) => Path.Combine(_folder, $"{i}.xml")).ToArray();
        for (var i = 0; i < files.Length; i++)
            await File.WriteAllTextAsync(files[i], reports[i], TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("sh", [Script(), .. options, .. files]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
