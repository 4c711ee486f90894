using System.Text.Json;
using System.Text.Json.Nodes;
using Baize.Rooms.Runtime;

namespace Baize.Rooms;

/// <summary>A game. Declare its actions in the constructor, make the first state in <see cref="Start"/>, show it in <see cref="View"/>.</summary>
/// <typeparam name="TState">All that the rules know: a class or record whose public properties and fields are the state, saved as JSON after each rule.</typeparam>
/// <typeparam name="TOptions">What may be chosen when a room is made: a class whose new instance holds the defaults.</typeparam>
/// <param name="name">The name in the protocol: 1 to 32 of <c>a-z 0-9 -</c>.</param>
/// <param name="title">For people.</param>
/// <param name="minPlayers">Seats that must be taken before it can start.</param>
/// <param name="maxPlayers">Seats.</param>
public abstract class Game<TState, TOptions>(string name, string title, int minPlayers, int maxPlayers) : Game(name, title, minPlayers, maxPlayers)
    where TState : class
    where TOptions : class, new()
{
    private readonly Dictionary<string, GameAction> _actions = new(StringComparer.Ordinal);
    private TState? _state;
    private TOptions? _options;

    /// <summary>All that the rules know. Change it in place or set another.</summary>
    protected TState State
    {
        get => _state ?? throw new InvalidOperationException($"{Name} has no state yet: Start returns the first one.");
        set => _state = value ?? throw new InvalidOperationException($"{Name} must have a state.");
    }

    /// <summary>What was chosen when the room was made.</summary>
    protected TOptions Options => _options ?? throw new InvalidOperationException($"{Name} is not at a table yet: constructors only declare actions.");

    internal sealed override IReadOnlyCollection<string> Actions => _actions.Keys;

    /// <summary>The game begins: deal, set the first turn, start timers. Seats are taken, <see cref="Game.Players"/> and <see cref="Options"/> known.</summary>
    /// <returns>The first state.</returns>
    protected abstract TState Start();

    /// <summary>
    /// What a viewer may see of the state, written as JSON; asked for each player and for the public whenever something changed.
    /// What is not in it does not leave the server for that viewer.
    /// </summary>
    /// <param name="viewer">The player; null: who watches, the public.</param>
    protected abstract object View(Player? viewer);

    /// <summary>Checks options beyond their types.</summary>
    /// <returns>What is wrong, for people, as <c>option size is 3; 5 to 19 is allowed</c>; null: nothing.</returns>
    protected virtual string? Check(TOptions options) => null;

    /// <summary>Brings a state that an older version of the game saved into today's form.</summary>
    /// <param name="state">The state as it was saved.</param>
    /// <param name="fromVersion">The <see cref="Game.StateVersion"/> that saved it.</param>
    /// <returns>The state as today's <typeparamref name="TState"/> reads it.</returns>
    protected virtual JsonObject Upgrade(JsonObject state, int fromVersion) =>
        throw new NotSupportedException($"{Name} has states of version {fromVersion} in the store and now is {StateVersion}: override Upgrade.");

    /// <summary>Declares an action. For constructors.</summary>
    /// <typeparam name="TMove">Its data: a record; what its constructor requires must be there.</typeparam>
    /// <param name="action">Its name, as in <c>data.name</c> of the <c>action</c> frame.</param>
    /// <param name="rule">Decides it: changes <see cref="State"/> and returns null, or refuses.</param>
    protected void On<TMove>(string action, Func<Player, TMove, Refusal?> rule) => _actions.Add(action, new GameAction(typeof(TMove), (player, move) => rule(player, (TMove)move!)));

    /// <summary>Declares an action without data. For constructors.</summary>
    /// <param name="action">Its name, as in <c>data.name</c> of the <c>action</c> frame.</param>
    /// <param name="rule">Decides it: changes <see cref="State"/> and returns null, or refuses.</param>
    protected void On(string action, Func<Player, Refusal?> rule) => _actions.Add(action, new GameAction(Move: null, (player, _) => rule(player)));

    internal sealed override JsonElement DefaultOptions() => GameJson.ToElement(this, new TOptions());

    internal sealed override string? CheckOptions(JsonElement? options) =>
        GameJson.CheckShape(this, options, DefaultOptions()) ?? (GameJson.TryRead<TOptions>(this, options, out var read) is { } fault ? fault : Check(read!));

    internal sealed override byte[] LoadOptions(JsonElement? options)
    {
        if (GameJson.TryRead(this, options, out _options) is { } fault)
            throw new ArgumentException(fault, nameof(options));
        return GameJson.ToBytes(this, _options!);
    }

    internal sealed override void Begin()
    {
        _state = Start() ?? throw new InvalidOperationException($"{Name}.Start returned no state.");
        // What JSON does not carry would be missing after a takeover, in front of players. Better to fail at once.
        var saved = SaveState();
        if (!GameJson.ToBytes(this, GameJson.Read<TState>(this, saved)).AsSpan().SequenceEqual(saved))
            throw new InvalidOperationException($"{typeof(TState)} does not come back from JSON as it was: give each of its properties a setter or a constructor parameter.");
    }

    internal sealed override byte[] SaveState() => GameJson.ToBytes(this, State);

    internal sealed override void LoadState(ReadOnlySpan<byte> state) => _state = state.IsEmpty ? null : GameJson.Read<TState>(this, state);

    internal sealed override byte[] UpgradeState(ReadOnlySpan<byte> state, int fromVersion) =>
        JsonSerializer.SerializeToUtf8Bytes(Upgrade(JsonSerializer.Deserialize<JsonObject>(state)!, fromVersion));

    internal sealed override Refusal? Act(Player player, string action, ReadOnlySpan<byte> data)
    {
        if (!_actions.TryGetValue(action, out var known))
            return Refuse.IllegalMove($"{Name} has no action '{action}'. Allowed: {string.Join(", ", _actions.Keys)}.");
        object? move = null;
        if (known.Move is not null && GameJson.TryRead(this, action, known.Move, data, out move) is { } fault)
            return fault;
        return known.Rule(player, move);
    }

    internal sealed override Refusal? Act(Player player, BotMove move)
    {
        if (!_actions.TryGetValue(move.Action, out var known))
            return Refuse.IllegalMove($"{Name} has no action '{move.Action}'.");
        return known.Rule(player, move.Move);
    }

    internal sealed override byte[] ViewFor(Player? viewer) => GameJson.ToBytes(this, View(viewer));
}
