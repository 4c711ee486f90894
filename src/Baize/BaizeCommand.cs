using System.CommandLine;
using Baize.Chaos;
using Baize.Instances;
using Baize.Loadtest;
using Baize.Nginx;
using Baize.Up;

namespace Baize;

/// <summary>The <c>baize</c> command and what it has in common with its parts.</summary>
internal static class BaizeCommand
{
    /// <summary>Reads a command line and does what it says.</summary>
    /// <returns>0: done. 1: not done, and standard error says why.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // its default leaves after 2 s; `up` needs longer to stop, and listens for itself
        };
        try
        {
            return await Create().Parse(args).InvokeAsync(configuration);
        }
        catch (CommandException ex)
        {
            await Console.Error.WriteLineAsync($"baize: {ex.Message}");
            return 1;
        }
    }

    /// <summary>The command with all its parts.</summary>
    public static RootCommand Create() =>
        new("Runs game rooms on many server instances as if they were one.")
        {
            UpCommand.Create(),
            StatusCommand.Create(),
            DrainCommand.Create(),
            NginxCommand.Create(),
            ChaosCommand.Create(),
            LoadtestCommand.Create(),
        };
}
