using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.Rooms;

/// <summary>What the runtime asks of a game. The types of state and options are known one level below.</summary>
public abstract partial class Game
{
    /// <summary>Whether it can play for a seat: whether <see cref="Bot"/> is its own.</summary>
    internal bool HasBots => ((Func<Player, BotMove?>)Bot).Method.DeclaringType != typeof(Game);

    // Authors override protected members; these are the runtime's way to them.
    internal int Version => StateVersion;

    internal int OldestVersion => OldestStateVersion;

    internal bool StartsByItself => StartsWhenReady;

    internal TimeSpan? Grace => DisconnectGrace;

    internal IJsonTypeInfoResolver Json => JsonTypes;

    internal Refusal? TimerEnded(string name) => Hook(() => OnTimer(name));

    internal Refusal? Disconnected(Player player) => Hook(() => OnDisconnect(player));

    internal Refusal? Reconnected(Player player) => Hook(() => OnReconnect(player));

    internal Refusal? HasGone(Player player, LeaveReason reason) => Hook(() => OnLeave(player, reason));

    internal BotMove? AskBot(Player bot) => Bot(bot);

    /// <summary>The actions' names.</summary>
    internal abstract IReadOnlyCollection<string> Actions { get; }

    /// <summary>The default options, all of them.</summary>
    internal abstract JsonElement DefaultOptions();

    /// <summary>What is wrong with options, for people; null: nothing.</summary>
    internal abstract string? CheckOptions(JsonElement? options);

    /// <summary>Takes options: given ones over the defaults.</summary>
    /// <returns>All of them, as they are kept.</returns>
    internal abstract byte[] LoadOptions(JsonElement? options);

    /// <summary>Begins the game: makes the first state.</summary>
    internal abstract void Begin();

    /// <summary>The state as JSON.</summary>
    internal abstract byte[] SaveState();

    /// <summary>Takes a state; empty: none, the game has not begun.</summary>
    internal abstract void LoadState(ReadOnlySpan<byte> state);

    /// <summary>A state of an older version in the form of this one.</summary>
    internal abstract byte[] UpgradeState(ReadOnlySpan<byte> state, int fromVersion);

    /// <summary>A member's action.</summary>
    /// <param name="player">Who acts.</param>
    /// <param name="action">Its name.</param>
    /// <param name="data">Its data as it came.</param>
    internal abstract Refusal? Act(Player player, string action, ReadOnlySpan<byte> data);

    /// <summary>A bot's action.</summary>
    internal abstract Refusal? Act(Player player, BotMove move);

    /// <summary>What a viewer sees, as JSON; null: who does not play.</summary>
    internal abstract byte[] ViewFor(Player? viewer);

    private static Refusal? Hook(Action hook)
    {
        hook();
        return null; // what happened cannot be refused
    }
}
