using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Baize.Protocol.Api;

namespace Baize.Rooms.Runtime;

/// <summary>The games of this platform, and how long their rooms wait for people. The same on all instances. Filled at start, then only read.</summary>
/// <param name="times">How long rooms wait; null: the defaults.</param>
public sealed class GameCatalog(RoomTimes? times = null)
{
    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private readonly SortedDictionary<string, Known> _games = new(StringComparer.Ordinal);

    /// <summary>How long rooms wait for people.</summary>
    public RoomTimes Times { get; } = times ?? new RoomTimes();

    /// <summary>The games, by name.</summary>
    public IReadOnlyList<GameInfo> Games => [.. _games.Values.Select(g => g.Info)];

    /// <summary>The oldest and the present version of each game's rules, by its name.</summary>
    public IReadOnlyDictionary<string, (int Oldest, int Current)> Versions =>
        _games.ToDictionary(g => g.Key, g => (g.Value.Model.OldestVersion, g.Value.Model.Version), StringComparer.Ordinal);

    /// <summary>Adds a game.</summary>
    /// <typeparam name="TGame">Its rules.</typeparam>
    /// <returns>This catalog, for the next one.</returns>
    /// <exception cref="InvalidOperationException">The game cannot work as it is written; the message says what to change.</exception>
    public GameCatalog Register<TGame>()
        where TGame : Game, new() => Register(typeof(TGame), static () => new TGame());

    /// <summary>Adds a game known at run time only.</summary>
    /// <param name="game">A class derived from <see cref="Game"/>, not abstract, with a public constructor without parameters.</param>
    /// <returns>This catalog, for the next one.</returns>
    /// <exception cref="InvalidOperationException">The game cannot work as it is written; the message says what to change.</exception>
    public GameCatalog Register(Type game)
    {
        if (!game.IsSubclassOf(typeof(Game)) || game.IsAbstract || game.GetConstructor(Type.EmptyTypes) is not { } constructor)
            throw new InvalidOperationException($"{game} is no game: it must derive from {typeof(Game)} and have a public constructor without parameters.");
        return Register(game, () => (Game)constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null));
    }

    /// <summary>Whether a room may be made so.</summary>
    /// <param name="game">A name from <see cref="Games"/>, or <c>relay</c>.</param>
    /// <param name="maxPlayers">Seats; null: the game's own number.</param>
    /// <param name="options">The game's options, an object; null: its defaults.</param>
    /// <returns>What is wrong, for people; null where nothing is.</returns>
    public string? Check(string game, int? maxPlayers, JsonElement? options)
    {
        if (game == Room.RelayGame)
            return CheckRelay(maxPlayers, options);
        if (!_games.TryGetValue(game, out var known))
            return $"There is no game '{game}'. Allowed: {string.Join(", ", [Room.RelayGame, .. _games.Keys])}.";
        if (maxPlayers < known.Info.MinPlayers || maxPlayers > known.Info.MaxPlayers)
            return $"max_players is {maxPlayers}; {game} allows {known.Info.MinPlayers} to {known.Info.MaxPlayers}.";
        return known.Model.CheckOptions(options);
    }

    /// <summary>Rules for one room; null: there is no such game.</summary>
    internal Game? Make(string game) => _games.TryGetValue(game, out var known) ? known.Make() : null;

    private GameCatalog Register(Type type, Func<Game> make)
    {
        var model = make();
        if (model.Name.Length is 0 or > 32 || model.Name.AsSpan().ContainsAnyExcept(NameChars) || model.Name == Room.RelayGame)
            throw new InvalidOperationException($"The name of {type} is '{model.Name}'; 1 to 32 of a-z 0-9 - are allowed, and not '{Room.RelayGame}'.");
        if (model.MinPlayers < 1 || model.MaxPlayers < model.MinPlayers || model.MaxPlayers > 64)
            throw new InvalidOperationException($"{model.Name} is for {model.MinPlayers} to {model.MaxPlayers} players; 1 to 64 are allowed.");
        if (model.Version < 1 || model.OldestVersion < 1 || model.OldestVersion > model.Version)
            throw new InvalidOperationException($"{model.Name} has StateVersion {model.Version} and OldestStateVersion {model.OldestVersion}; 1 <= OldestStateVersion <= StateVersion is allowed.");
        if (ChangingField(type) is { } field)
        {
            throw new InvalidOperationException(
                $"{type} has the field {field.Name} that can change. Keep all that changes in the state: what is elsewhere is lost when another instance takes the room over.");
        }
        var info = new GameInfo(model.Name, model.Title, model.MinPlayers, model.MaxPlayers, model.DefaultOptions());
        if (!_games.TryAdd(model.Name, new Known(info, model, make)))
            throw new InvalidOperationException($"Two games are named '{model.Name}'.");
        return this;
    }

    private static string? CheckRelay(int? maxPlayers, JsonElement? options)
    {
        if (maxPlayers is not (null or 0))
            return $"max_players is {maxPlayers}; a relay room has no seats: leave it out.";
        if (options is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given
            && (given.ValueKind != JsonValueKind.Object || given.EnumerateObject().Any()))
        {
            return "options are given; a relay room has none: leave them out.";
        }
        return null;
    }

    private static FieldInfo? ChangingField(Type game)
    {
        for (var type = game; type is not null && type.Assembly != typeof(Game).Assembly; type = type.BaseType)
        {
            var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            if (Array.Find(fields, f => !f.IsInitOnly) is { } field)
                return field;
        }
        return null;
    }

    /// <summary>A game. A class, as the collections of the framework are compiled ahead for classes only.</summary>
    private sealed record Known(GameInfo Info, Game Model, Func<Game> Make);
}
