namespace Baize.GameServer.Edge;

/// <summary>
/// A row of counters for what happens with every frame: a line of memory of its own for each core, so that cores do not wait
/// for each other. No tags, no listeners: whoever collects reads the sums.
/// </summary>
internal sealed class StripedCounters
{
    private const int Line = 16; // longs: two cache lines, as cores fetch them in pairs

    private static readonly int Stripes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount);

    private readonly int _stride;
    private readonly long[] _counts;

    public StripedCounters(int counters)
    {
        _stride = (counters + Line - 1) / Line * Line;
        _counts = new long[(Stripes + 1) * _stride]; // one line more: the array's head must not share the first stripe's
    }

    public void Add(int counter, long count) =>
        Interlocked.Add(ref _counts[Index(counter)], count); // a thread may be moved to another core in between

    public long Sum(int counter)
    {
        var sum = 0L;
        for (var stripe = 1; stripe <= Stripes; stripe++)
            sum += Volatile.Read(ref _counts[stripe * _stride + counter]);
        return sum;
    }

    private int Index(int counter) => ((Thread.GetCurrentProcessorId() & (Stripes - 1)) + 1) * _stride + counter;
}
