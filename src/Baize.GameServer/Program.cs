using Baize.GameServer;
using Baize.Hosting;

return await BaizeHost.RunAsync("game-server", args, GameServerProcess.RunAsync);
