using System.CommandLine;
using Baize.Up;
using Spectre.Console;

namespace Baize.Instances;

/// <summary><c>baize status</c>.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON, as GET /api/v1/instances gives it." };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on, live, until Ctrl-C." };

    private static readonly Option<double> Interval = new("--interval")
    {
        Description = "Seconds between two looks of --watch: 0.1 to 3600.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var command = new Command("status", "Shows the live game servers.") { Json, Watch, Interval };
        foreach (var option in InstanceOptions.All)
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var interval = arguments.GetValue(Interval);
        if (interval is not (>= 0.1 and <= 3600))
            throw new CommandException(FormattableString.Invariant($"--interval is {interval}; it must be 0.1 to 3600."));
        using var http = new HttpClient { Timeout = InstanceOptions.RequestTimeout };
        await using var instances = await InstanceOptions.OpenAsync(arguments, http, cancellationToken);
        var view = new StatusView(instances, new LiveFigures(http), arguments.GetValue(Json), TimeProvider.System);
        if (!arguments.GetValue(Watch))
        {
            Console.WriteLine(await view.RenderAsync(cancellationToken));
            return 0;
        }
        using var signals = new StopSignals(); // so that the terminal gets its cursor back
        try
        {
            await WatchAsync(view, TimeSpan.FromSeconds(interval), isLive: !arguments.GetValue(Json) && !Console.IsOutputRedirected, signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // this is how one leaves
        }
        return 0;
    }

    private static async Task WatchAsync(StatusView view, TimeSpan interval, bool isLive, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        if (isLive)
        {
            await AnsiConsole.Live(await view.LookAsync(cancellationToken)).StartAsync(async live =>
            {
                while (await timer.WaitForNextTickAsync(cancellationToken))
                    live.UpdateTarget(await view.LookAsync(cancellationToken));
            });
            return;
        }
        do
            Console.WriteLine(await view.RenderOrTellAsync(cancellationToken));
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
