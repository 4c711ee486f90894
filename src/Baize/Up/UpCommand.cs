using System.CommandLine;

namespace Baize.Up;

/// <summary><c>baize up</c>.</summary>
internal static class UpCommand
{
    // No default values for what may hold a password: --help would show them.
    private static readonly Option<string?> Redis = new("--redis")
    {
        Description = "A Redis (7 or later) to use, host:port[,options]. Else redis.connection (REDIS_CONNECTION), else a store within this command, forgotten when it stops.",
        HelpName = "host:port",
    };

    private static readonly Option<int> PortBase = new("--port-base")
    {
        Description = "Port N of the API. Game servers listen on N+1, N+3, N+4, ...; N+2 is the admin page's, N+8 nginx' where it is installed, N+9 the store's, N+10 the gateway's (8000 where N is not given).",
        HelpName = "N",
        DefaultValueFactory = _ => PortPlan.DefaultBase,
    };

    private static readonly Option<int?> Instances = new("--instances")
    {
        Description = $"Game servers to start, 1 to {PortPlan.MaxInstances}; 3 where not given.",
        HelpName = "n",
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration of all processes; else configs/config.yaml here or above bin/. The environment goes before it, and ports, store and addresses are this command's.",
        HelpName = "file",
    };

    public static Command Create()
    {
        var command = new Command("up", "Starts the whole platform on this machine and shows its logs, until Ctrl-C or SIGTERM. A process that dies is started again.")
        {
            Redis,
            PortBase,
            Instances,
            Config,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = UpSettings.Read(
            arguments.GetValue(Config), arguments.GetValue(Redis), arguments.GetValue(PortBase), arguments.GetValue(Instances));
        using var signals = new StopSignals();
        await Platform.RunAsync(settings, signals, TimeProvider.System);
        return 0;
    }
}
