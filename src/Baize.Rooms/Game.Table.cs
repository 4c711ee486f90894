using Baize.Rooms.Runtime;

namespace Baize.Rooms;

/// <summary>What rules may ask and do.</summary>
public abstract partial class Game
{
    private Table? _table;

    /// <summary>Who plays, by seat. Does not change while the game runs.</summary>
    protected IReadOnlyList<Player> Players => Table.Players;

    /// <summary>The time, Unix milliseconds.</summary>
    protected long Now => Table.Now;

    /// <summary>Random numbers that a takeover goes on with.</summary>
    protected GameRandom Random => Table.Random;

    /// <summary>How the game ended; null while it runs.</summary>
    protected GameResult? Result => Table.Result;

    internal Table Table
    {
        get => _table ?? throw new InvalidOperationException($"{Name} is not at a table yet: constructors only declare actions.");
        set => _table = value;
    }

    /// <summary>Starts a timer, or starts it anew. It outlives this instance: its deadline is saved with the state. Members are told.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="duration">1 ms or more; kept to about 100 ms.</param>
    /// <param name="player">Whose time it is; null: everyone's.</param>
    protected void StartTimer(string name, TimeSpan duration, Player? player = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (duration < TimeSpan.FromMilliseconds(1) || duration > TimeSpan.FromDays(365))
            throw new ArgumentOutOfRangeException(nameof(duration), duration, $"Timer '{name}' must run for 1 ms to 365 days.");
        Table.StartTimer(name, (long)duration.TotalMilliseconds, player);
    }

    /// <summary>Stops a timer, if it runs. Members are told.</summary>
    protected void StopTimer(string name) => Table.StopTimer(name);

    /// <summary>When a timer ends, Unix milliseconds; null: it does not run.</summary>
    protected long? DeadlineOf(string timer) => Table.Timers.TryGetValue(timer, out var running) ? running.DeadlineAt : null;

    /// <summary>Ends the game: its timers stop, members get <c>game_end</c>, and no more actions are taken.</summary>
    /// <param name="winners">Who won; empty: nobody, a draw.</param>
    /// <param name="reason">A word, such as <c>five_in_a_row</c>.</param>
    /// <param name="details">What else there is to say, written as JSON; null: nothing.</param>
    /// <exception cref="InvalidOperationException">It has ended already.</exception>
    protected void End(IEnumerable<Player> winners, string reason, object? details = null)
    {
        if (Result is not null)
            throw new InvalidOperationException($"{Name} has ended already: {Result.Reason}.");
        Table.Result = new GameResult([.. winners.Select(w => w.UserId)], reason, details is null ? null : GameJson.ToElement(this, details));
    }

    /// <inheritdoc cref="End(IEnumerable{Player}, string, object?)"/>
    /// <param name="winner">Who won.</param>
    /// <param name="reason">A word, such as <c>five_in_a_row</c>.</param>
    /// <param name="details">What else there is to say, written as JSON; null: nothing.</param>
    protected void End(Player winner, string reason, object? details = null) => End([winner], reason, details);
}
