namespace Baize.Loadtest.Accounting;

/// <summary>What a run sent and what came of it, over all threads.</summary>
internal sealed class RunLedger
{
    private readonly Receipts[] _receipts;
    private readonly int[] _sent;
    private readonly long[]?[] _seqs;
    private long _expected;
    private long _seqFaults;

    /// <param name="run">Its number: messages of other runs are not counted.</param>
    /// <param name="schedule">What is due when.</param>
    /// <param name="warmup">Messages due before it count for loss, not for latency.</param>
    /// <param name="sequenced">Whether events have positions that must be the same for all of a room.</param>
    public RunLedger(ushort run, LoadSchedule schedule, TimeSpan warmup, bool sequenced)
    {
        (Run, Schedule, Warmup) = (run, schedule, warmup);
        _sent = new int[schedule.Rooms];
        _seqs = new long[schedule.Rooms][];
        for (var i = 0; sequenced && i < _seqs.Length; i++)
            _seqs[i] = new long[schedule.PerRoom];
        _receipts = new Receipts[schedule.Rooms * schedule.Members];
        for (var i = 0; i < _receipts.Length; i++)
            _receipts[i] = new Receipts(schedule.PerRoom, schedule.Members);
    }

    public ushort Run { get; }

    public LoadSchedule Schedule { get; }

    public TimeSpan Warmup { get; }

    /// <summary>Deliveries that must come of what was sent so far: one for each member of the room, its sender too.</summary>
    public long Expected => Volatile.Read(ref _expected);

    /// <summary>Messages that were sent.</summary>
    public long Sent => _sent.Sum(s => (long)s);

    public long Lost => Receivers().Sum(r => (long)Math.Max(0, r.Sent - r.Receipts.Received));

    public long Doubled => _receipts.Sum(r => (long)r.Doubled);

    public long OutOfOrder => _receipts.Sum(r => (long)r.OutOfOrder);

    /// <summary>Events whose <c>seq</c> was not the next one, or not the same for all of a room.</summary>
    public long SeqFaults => Volatile.Read(ref _seqFaults);

    /// <summary>Counts a message that is about to be sent.</summary>
    public void OnSent(int room)
    {
        Interlocked.Increment(ref _sent[room]);
        Interlocked.Add(ref _expected, Schedule.Members);
    }

    /// <summary>Counts a delivery. A receiver is counted by one thread only.</summary>
    /// <param name="room">The receiver's room.</param>
    /// <param name="member">The receiver's place in it.</param>
    /// <param name="number">The message's number in the room.</param>
    /// <param name="seq">Its position; 0 where unsequenced.</param>
    /// <returns>Whether it is the first copy.</returns>
    public bool OnDelivered(int room, int member, int number, long seq)
    {
        if (seq != 0 && _seqs[room] is { } seqs && (uint)number < (uint)seqs.Length
            && Interlocked.CompareExchange(ref seqs[number], seq, 0) is var first and not 0 && first != seq)
            OnSeqFault();
        return _receipts[room * Schedule.Members + member].Take(number);
    }

    public void OnSeqFault() => Interlocked.Increment(ref _seqFaults);

    private IEnumerable<(int Sent, Receipts Receipts)> Receivers() => _receipts.Select((r, i) => (_sent[i / Schedule.Members], r));
}
