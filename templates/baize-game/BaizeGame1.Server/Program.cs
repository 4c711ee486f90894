using Baize.GameServer;
using BaizeGame1;

return await BaizeGameServer.RunAsync(args, server => server.AddGame<Rules>());
