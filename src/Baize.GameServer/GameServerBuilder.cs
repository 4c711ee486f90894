using Baize.GameServer.Rooms;
using Baize.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer;

/// <summary>What a game server offers beside the protocol. See <see cref="BaizeGameServer.RunAsync"/>.</summary>
public sealed class GameServerBuilder
{
    private readonly WebApplicationBuilder _host;
    private readonly List<Action<GameCatalog>> _games = [];
    private readonly List<Action<IEndpointRouteBuilder>> _endpoints = [];

    internal GameServerBuilder(WebApplicationBuilder host) => _host = host;

    /// <summary>For services of your own. The game server's own are not to be replaced: they may change with any version.</summary>
    public IServiceCollection Services => _host.Services;

    /// <summary>Offers a game. All instances should offer the same games; an instance is not given rooms of a game that it lacks.</summary>
    /// <typeparam name="TGame">Its rules.</typeparam>
    /// <returns>This builder, for the next one.</returns>
    public GameServerBuilder AddGame<TGame>()
        where TGame : Game, new()
    {
        _games.Add(catalog => catalog.Register<TGame>());
        return this;
    }

    /// <summary>Offers all public games of all libraries in a folder. A library that cannot be loaded ends the start.</summary>
    /// <param name="folder">The folder; where there is none, there are no games.</param>
    /// <returns>This builder, for the next one.</returns>
    public GameServerBuilder AddGamesFrom(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _games.Add(catalog => GameFolder.AddTo(catalog, folder));
        return this;
    }

    /// <summary>Answers HTTP of your own on the game port, beside <c>/ws</c>, <c>/health</c>, <c>/stats</c>, <c>/metrics</c> and <c>/internal</c>.</summary>
    /// <param name="endpoints">Maps them. Who may ask is yours to check: the port is open to players.</param>
    /// <returns>This builder, for the next one.</returns>
    public GameServerBuilder Map(Action<IEndpointRouteBuilder> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _endpoints.Add(endpoints);
        return this;
    }

    internal GameCatalog Games(RoomTimes times)
    {
        var catalog = new GameCatalog(times);
        _games.ForEach(add => add(catalog));
        return catalog;
    }

    internal void MapEndpoints(IEndpointRouteBuilder app) => _endpoints.ForEach(map => map(app));
}
