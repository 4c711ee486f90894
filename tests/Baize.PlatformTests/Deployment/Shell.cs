using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Deployment;

/// <summary>A strict shell: the first command that fails ends it.</summary>
internal static class Shell
{
    /// <summary>Runs a script and expects it to succeed.</summary>
    /// <returns>What it prints.</returns>
    public static async Task<string> RunAsync(string script, params IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var shell = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Eventually.Deadline);
        var output = shell.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = shell.StandardError.ReadToEndAsync(timeout.Token);
        await shell.WaitForExitAsync(timeout.Token);
        Assert.True(shell.ExitCode == 0, $"The commands ended with {shell.ExitCode}:\n{script}\n{await output}\n{await errors}");
        return await output;
    }
}
