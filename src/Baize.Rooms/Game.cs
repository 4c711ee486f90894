using System.Text.Json.Serialization.Metadata;

namespace Baize.Rooms;

/// <summary>
/// A game's rules, for one room. Write a class that derives from <see cref="Game{TState}"/> or <see cref="Game{TState, TOptions}"/>;
/// docs/writing-a-game.md shows it from nothing.
/// </summary>
/// <remarks>
/// Rules run one at a time, on state that the runtime saves after each; so they do no I/O, ask no clock and no random numbers
/// but the ones given here, and keep nothing outside the state: an instance may take the room over after any rule.
/// A rule that throws has not happened: the state is put back, the asker gets <c>internal</c>, the host logs it.
/// </remarks>
public abstract partial class Game
{
    private protected Game(string name, string title, int minPlayers, int maxPlayers)
    {
        Name = name;
        Title = title;
        MinPlayers = minPlayers;
        MaxPlayers = maxPlayers;
    }

    /// <summary>The name in the protocol: 1 to 32 of <c>a-z 0-9 -</c>.</summary>
    public string Name { get; }

    /// <summary>For people.</summary>
    public string Title { get; }

    /// <summary>Seats that must be taken before it can start.</summary>
    public int MinPlayers { get; }

    /// <summary>Seats.</summary>
    public int MaxPlayers { get; }

    /// <summary>
    /// Version of the rules and of the state's form. Raise it when saved states of the older form could not be read, or when rooms must not
    /// go back to the older rules. An instance never takes over a room of a version above its own.
    /// </summary>
    protected virtual int StateVersion => 1;

    /// <summary>
    /// The oldest <see cref="StateVersion"/> whose running rooms these rules go on with, upgrading their state. 1 by default: all. Where a game must
    /// end by the rules that it began with, return <see cref="StateVersion"/>: rooms of older versions then stay with instances that have those.
    /// </summary>
    protected virtual int OldestStateVersion => 1;

    /// <summary>Whether the game starts by itself when all seats are taken and ready. True by default; the host can start it anyway.</summary>
    protected virtual bool StartsWhenReady => true;

    /// <summary>How long a disconnected player is waited for before <see cref="OnLeave"/>; null (default): as the host program sets it.</summary>
    protected virtual TimeSpan? DisconnectGrace => null;

    /// <summary>JSON metadata of the state, options, moves and views. By reflection; give a <c>JsonSerializerContext</c> instead where that matters.</summary>
    protected virtual IJsonTypeInfoResolver JsonTypes => new DefaultJsonTypeInfoResolver();

    /// <summary>A timer that was started and not stopped has come to its end. It is not running any more; it may be started again.</summary>
    /// <param name="name">The timer.</param>
    protected virtual void OnTimer(string name) =>
        throw new InvalidOperationException($"{Name} started the timer '{name}' but does not override OnTimer.");

    /// <summary>A player's last connection is gone. The seat is kept.</summary>
    protected virtual void OnDisconnect(Player player)
    {
    }

    /// <summary>A player is back: after a lost connection, or after having left.</summary>
    protected virtual void OnReconnect(Player player)
    {
    }

    /// <summary>A player left the running game, or has been away for too long. By default the others win by forfeit.</summary>
    protected virtual void OnLeave(Player player, LeaveReason reason) => End(Players.Where(p => p != player), "forfeit");

    /// <summary>Asked after each change, a little later so that people can follow: what the bot does now; null: nothing (it is not its turn).</summary>
    protected virtual BotMove? Bot(Player bot) => null;
}
