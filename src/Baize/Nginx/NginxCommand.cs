using System.CommandLine;
using Baize.Instances;
using Baize.Up;

namespace Baize.Nginx;

/// <summary><c>baize nginx</c>.</summary>
internal static class NginxCommand
{
    /// <summary>After a failure, the longest pause between two looks: a registry or a configuration that is mended is soon seen.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The file to write: the one that nginx includes in its upstream.",
        HelpName = "file",
        DefaultValueFactory = _ => "/etc/nginx/baize/game-servers.conf",
    };

    private static readonly Option<string?> Template = new("--template")
    {
        Description = "What to write instead of server lines: lines with {address}, {port} or {machine_id} are repeated for each game server.",
        HelpName = "file",
    };

    private static readonly Option<string> Nginx = new("--nginx")
    {
        Description = "How nginx is called, split at blanks; -t and -s reload are added. For instance: sudo nginx.",
        HelpName = "command",
        DefaultValueFactory = _ => "nginx",
    };

    private static readonly Option<bool> NoReload = new("--no-reload") { Description = "Write the file only: no nginx -t, no reload." };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on until Ctrl-C or SIGTERM." };

    private static readonly Option<double> Interval = new("--interval")
    {
        Description = "Seconds between two looks of --watch, and so the shortest time between two reloads: 0.2 to 3600.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("nginx", "Writes nginx' list of game servers from the registry and reloads nginx: ready ones are in it, draining ones are not. Asks --redis, --etcd, --consul or --api, else REDIS_CONNECTION, else the API here.")
        {
            Out,
            Template,
            Nginx,
            NoReload,
            Watch,
            Interval,
            InstanceOptions.Api,
            InstanceOptions.Redis,
            InstanceOptions.Etcd,
            InstanceOptions.Consul,
            InstanceOptions.KeyPrefix,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var interval = arguments.GetValue(Interval);
        if (interval is not (>= 0.2 and <= 3600))
            throw new CommandException(FormattableString.Invariant($"--interval is {interval}; it must be 0.2 to 3600."));
        var program = arguments.GetRequiredValue(Nginx);
        if (string.IsNullOrWhiteSpace(program))
            throw new CommandException("--nginx is empty; it must be how nginx is called, such as nginx or sudo nginx.");
        var template = ReadTemplate(arguments.GetValue(Template));
        using var file = new UpstreamFile(arguments.GetRequiredValue(Out));
        using var http = new HttpClient { Timeout = InstanceOptions.RequestTimeout };
        await using var sync = new NginxSync(
            ct => OpenAsync(arguments, http, ct),
            new ReadyInstances(new HttpReadyCheck(http), TimeProvider.System),
            template,
            file,
            arguments.GetValue(NoReload) ? new Unasked() : new NginxProgram(program),
            Console.WriteLine);
        if (!arguments.GetValue(Watch))
            return await sync.SyncAsync(cancellationToken) ? 0 : 1;

        using var signals = new StopSignals();
        try
        {
            await WatchAsync(sync, TimeSpan.FromSeconds(interval), TimeProvider.System, signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // as asked; the file stays
        }
        return 0;
    }

    // Run as a service, it has its connection where the other processes have it: on a command line everyone would see the password.
    private static async Task<IInstances> OpenAsync(ParseResult arguments, HttpClient http, CancellationToken cancellationToken) =>
        arguments.GetResult(InstanceOptions.Redis) is null && arguments.GetResult(InstanceOptions.Etcd) is null
            && arguments.GetResult(InstanceOptions.Consul) is null && arguments.GetResult(InstanceOptions.Api) is null or { Implicit: true }
            && Environment.GetEnvironmentVariable("REDIS_CONNECTION") is { Length: > 0 } redis
            ? await RedisInstances.ConnectAsync(redis, arguments.GetValue(InstanceOptions.KeyPrefix) ?? "", cancellationToken)
            : await InstanceOptions.OpenAsync(arguments, http, cancellationToken);

    private static async Task WatchAsync(NginxSync sync, TimeSpan interval, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            failures = await sync.SyncAsync(cancellationToken) ? 0 : failures + 1;
            // Each look that fails costs nginx a test, or the registry a connection.
            var pause = interval * Math.Pow(2, Math.Min(failures, 5)) * (failures == 0 ? 1 : 0.5 + Random.Shared.NextDouble() / 2);
            await Task.Delay(failures > 0 && pause > LongestPause ? TimeSpan.FromSeconds(Math.Max(interval.TotalSeconds, LongestPause.TotalSeconds)) : pause, time, cancellationToken);
        }
    }

    private static UpstreamTemplate ReadTemplate(string? path)
    {
        try
        {
            return path is null ? UpstreamTemplate.Parse(UpstreamTemplate.Default, "the built-in template") : UpstreamTemplate.Parse(File.ReadAllText(path), path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--template is '{path}', which cannot be read: {ex.Message}", ex);
        }
    }
}
