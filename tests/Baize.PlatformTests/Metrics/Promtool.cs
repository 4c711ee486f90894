using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Metrics;

/// <summary>Prometheus' own judge of metrics, rules and configuration.</summary>
internal static class Promtool
{
    /// <summary>Runs it; fails with what it says unless it is content.</summary>
    public static async Task AssertAsync(string? input, params string[] args)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Process.Start(new ProcessStartInfo(Tools.Find("promtool"), args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, $"promtool {string.Join(' ', args)} ends with {process.ExitCode}:\n{await output}{await errors}");
    }
}
