using Baize.GameServer;

// The games that this installation offers are the libraries in a folder beside the program: a game needs no build of the game server.
return await BaizeGameServer.RunAsync(args, server => server.AddGamesFrom(Path.Combine(AppContext.BaseDirectory, "games")));
