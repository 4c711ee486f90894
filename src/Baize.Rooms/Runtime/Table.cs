namespace Baize.Rooms.Runtime;

/// <summary>What a game's rules see of their room, and what they have asked of it. Can be put back to where it was before a rule.</summary>
internal sealed class Table(GameRandom random)
{
    private Dictionary<string, GameTimer> _timersBefore = [];
    private ulong _randomBefore;
    private GameResult? _resultBefore;

    public IReadOnlyList<Player> Players { get; set; } = [];

    public long Now { get; private set; }

    public GameRandom Random { get; } = random;

    /// <summary>By name, in an order that does not depend on how it came about.</summary>
    public SortedDictionary<string, GameTimer> Timers { get; } = new(StringComparer.Ordinal);

    /// <summary>Timers started and stopped by the rule that runs, in order.</summary>
    public List<TimerChange> TimerChanges { get; } = [];

    public GameResult? Result { get; set; }

    /// <summary>The first timer to end; null: none runs.</summary>
    public GameTimer? NextTimer
    {
        get
        {
            GameTimer? next = null;
            foreach (var timer in Timers.Values)
            {
                if (next is null || timer.DeadlineAt < next.DeadlineAt)
                    next = timer;
            }
            return next;
        }
    }

    /// <summary>A rule is about to run.</summary>
    public void Begin(long now)
    {
        Now = now;
        TimerChanges.Clear();
        _timersBefore = new Dictionary<string, GameTimer>(Timers);
        _randomBefore = Random.State;
        _resultBefore = Result;
    }

    /// <summary>The rule that ran has not happened.</summary>
    public void Undo()
    {
        TimerChanges.Clear();
        Timers.Clear();
        foreach (var (name, timer) in _timersBefore)
            Timers.Add(name, timer);
        Random.State = _randomBefore;
        Result = _resultBefore;
    }

    public void StartTimer(string name, long durationMs, Player? player)
    {
        var timer = new GameTimer(name, Now + durationMs, durationMs, player?.UserId ?? 0);
        Timers[name] = timer;
        TimerChanges.Add(new TimerChange(timer, Started: true));
    }

    public void StopTimer(string name)
    {
        if (Timers.Remove(name, out var timer))
            TimerChanges.Add(new TimerChange(timer, Started: false));
    }
}
