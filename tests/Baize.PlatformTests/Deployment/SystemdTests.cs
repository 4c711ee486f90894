using System.Globalization;
using System.Text.RegularExpressions;
using Baize.Hosting.Options;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Deployment;

/// <summary>The units of <c>deploy/systemd</c>, by systemd's own checks. No systemd runs here, so none of them is started.</summary>
public sealed partial class SystemdTests
{
    public static TheoryData<string> Units() => [.. Directory.GetFiles(Repository.File("deploy", "systemd"), "*.service").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Verify_EachUnit_HasNothingToSay(string unit)
    {
        await using var verify = Analyze("verify", Repository.File("deploy", "systemd", unit));
        await verify.WaitForExitAsync();

        // What is not installed on this machine: the programs in /opt/baize.
        Assert.All(verify.Log.Lines, l => Assert.Contains("is not executable: No such file or directory", l));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Security_EachUnit_IsWellWithin(string unit)
    {
        await using var security = Analyze("security", "--offline=true", Repository.File("deploy", "systemd", unit));
        await security.WaitForExitAsync();

        var exposure = double.Parse(Exposure().Match(security.Log.Tail(2)).Groups[1].Value, CultureInfo.InvariantCulture);
        // nginx' own is root's; the gateway may take port 443, which users of a namespace of its own may not.
        var most = unit switch { "baize-nginx.service" => 3.5, "baize-gateway.service" => 1.9, _ => 1.5 };
        Assert.True(exposure <= most, $"{unit}: {exposure}");
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Stop_EachUnit_WaitsForTheDrain(string unit)
    {
        var lines = File.ReadAllLines(Repository.File("deploy", "systemd", unit));
        var wait = int.Parse(lines.Single(l => l.StartsWith("TimeoutStopSec=", StringComparison.Ordinal))["TimeoutStopSec=".Length..], CultureInfo.InvariantCulture);

        Assert.Contains("Restart=always", lines);
        Assert.True(wait >= (unit == "baize-nginx.service" ? 20 : new DrainOptions().Timeout + 10), $"{unit}: {wait} s");
    }

    private static ServerProcess Analyze(params string[] args) =>
        ServerProcess.Start("systemd-analyze", Tools.Find("systemd-analyze"), args, new Dictionary<string, string?> { ["SYSTEMD_COLORS"] = "0" });

    [GeneratedRegex(@"exposure level for \S+: (\d+\.\d)")]
    private static partial Regex Exposure();
}
