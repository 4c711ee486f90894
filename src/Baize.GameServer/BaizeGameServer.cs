using Baize.Hosting;

namespace Baize.GameServer;

/// <summary>A game server in a program of your own. It is one instance among the others, whatever program those are.</summary>
public static class BaizeGameServer
{
    /// <summary>Runs a game server until the process is told to stop (SIGTERM, Ctrl-C); it drains first. For the last line of <c>Program.cs</c>.</summary>
    /// <param name="args">The program's command line: <c>--section:key value</c>, <c>--config path</c>.</param>
    /// <param name="configure">Adds games and what is your own. Called once, before anything is opened.</param>
    /// <returns>
    /// The exit code: 0, as asked; 1, something around it was missing (Redis, a port); 2, its configuration is wrong. Standard error says what.
    /// </returns>
    /// <remarks>
    /// All configuration is Baize's: <c>configs/config.yaml</c> in the working folder or above the program, environment (<c>REDIS_CONNECTION</c>),
    /// command line. <c>appsettings.json</c> and <c>ASPNETCORE_URLS</c> are not read: it listens on <c>server.game_port</c>.
    /// </remarks>
    public static Task<int> RunAsync(string[] args, Action<GameServerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configure);
        return BaizeHost.RunAsync("game-server", args, builder =>
        {
            var server = new GameServerBuilder(builder);
            configure(server);
            return GameServerProcess.RunAsync(builder, server);
        });
    }
}
