using System.Diagnostics;
using Baize.Hosting;
using Baize.Hosting.Cluster;
using Baize.Hosting.Configuration;
using Baize.Hosting.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Baize.Tests.Hosting;

/// <summary>
/// A second process, for what only one can show: this assembly again, running the one "test" here, which ends the process
/// with the task's exit code. What the runner prints stands before what the task prints.
/// </summary>
public sealed class ChildProcess
{
    private const string TaskVariable = "BAIZE_TEST_CHILD";
    private const string ArgsVariable = "BAIZE_TEST_CHILD_ARGS";

    /// <summary>Starts a process whose output is read by the caller.</summary>
    /// <param name="task"><c>secrets</c>: print the development secrets. <c>host</c>: run a host.</param>
    /// <param name="environment">Its variables, beside ours.</param>
    /// <param name="args">The host's command line.</param>
    internal static Process Start(string task, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(ChildProcess).Assembly.Location, "-method", $"{typeof(ChildProcess).FullName}.{nameof(RunTask)}", "-explicit", "only", "-noLogo", "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment[TaskVariable] = task;
        start.Environment[ArgsVariable] = string.Join('\n', args);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    [Fact(Explicit = true)]
    public async Task RunTask()
    {
        var args = Environment.GetEnvironmentVariable(ArgsVariable)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        switch (Environment.GetEnvironmentVariable(TaskVariable))
        {
            case "secrets":
                Console.WriteLine(DevelopmentSecrets.ReadOrMake(Path.Combine(StateFolder.Open(Surroundings.OfThisProcess()), "secrets.json"), TimeProvider.System));
                Environment.Exit(0);
                break;
            case "host":
                Environment.Exit(await BaizeHost.RunAsync("child", args, RunAsync));
                break;
            default:
                Assert.Skip("It is for child processes.");
                break;
        }
    }

    private static async Task RunAsync(WebApplicationBuilder builder)
    {
        await using var links = await builder.ConnectClusterAsync("child", CancellationToken.None);
        builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["server:port"]}");
        await using var app = builder.Build();
        await app.RunAsync();
    }
}
