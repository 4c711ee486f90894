using System.Diagnostics;
using System.Runtime.CompilerServices;
using Baize.Hosting;
using Baize.Hosting.Cluster;
using Baize.Hosting.Configuration;
using Baize.Hosting.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Baize.Tests.Hosting;

/// <summary>A second process, for what only one can show: this test assembly, started with a task instead of tests.</summary>
internal static class ChildProcess
{
    private const string Task = "BAIZE_TEST_CHILD";

    /// <summary>Starts a process whose output is read by the caller.</summary>
    /// <param name="task"><c>secrets</c>: print the development secrets. <c>host</c>: run a host.</param>
    /// <param name="environment">Its variables, beside ours.</param>
    /// <param name="args">The host's command line.</param>
    public static Process Start(string task, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment[Task] = task;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

#pragma warning disable CA2255 // Of an executable, not of a library: it runs before the tests' Main.
    [ModuleInitializer]
    internal static void RunTask()
    {
        if (Environment.GetEnvironmentVariable(Task) is not { } task)
            return;
        Environment.Exit(task switch
        {
            "secrets" => PrintSecrets(),
            "host" => BaizeHost.RunAsync("child", [.. Environment.GetCommandLineArgs().Skip(1)], RunAsync).GetAwaiter().GetResult(),
            _ => 99,
        });
    }
#pragma warning restore CA2255

    private static int PrintSecrets()
    {
        var folder = StateFolder.Open(Surroundings.OfThisProcess());
        Console.WriteLine(DevelopmentSecrets.ReadOrMake(Path.Combine(folder, "secrets.json"), TimeProvider.System));
        return 0;
    }

    private static async Task RunAsync(WebApplicationBuilder builder)
    {
        await using var links = await builder.ConnectClusterAsync("child", CancellationToken.None);
        builder.WebHost.UseUrls($"http://127.0.0.1:{builder.Configuration["server:port"]}");
        await using var app = builder.Build();
        await app.RunAsync();
    }
}
