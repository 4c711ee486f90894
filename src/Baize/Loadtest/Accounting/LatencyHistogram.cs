using System.Numerics;

namespace Baize.Loadtest.Accounting;

/// <summary>Counts times in steps that grow with them: 1 µs at first, within 1.6 % later. For one thread; sums of several are made afterwards.</summary>
internal sealed class LatencyHistogram
{
    private const int Steps = 64; // per power of two

    private readonly long[] _counts = new long[Steps * 36]; // up to some hours
    private long _maxMicroseconds;

    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public double MaxMs => _maxMicroseconds / 1000.0;

    /// <summary>Counts one; a negative time as 0.</summary>
    public void Add(TimeSpan time)
    {
        var microseconds = Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        _counts[Math.Min(Index(microseconds), _counts.Length - 1)]++;
        _maxMicroseconds = Math.Max(_maxMicroseconds, microseconds);
        Count++;
    }

    /// <summary>Takes another's counts over.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        _maxMicroseconds = Math.Max(_maxMicroseconds, other._maxMicroseconds);
        Count += other.Count;
    }

    /// <summary>The time that a share of all did not exceed, in ms; 0 where there are none.</summary>
    public double AtMs(double share)
    {
        var rest = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < _counts.Length && Count > 0; i++)
        {
            rest -= _counts[i];
            if (rest <= 0)
                return Math.Min(Highest(i), _maxMicroseconds) / 1000.0;
        }
        return MaxMs;
    }

    private static int Index(long microseconds)
    {
        if (microseconds < Steps)
            return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - 6;
        return Steps * (shift + 1) + (int)((microseconds >> shift) - Steps);
    }

    private static long Highest(int index)
    {
        if (index < Steps)
            return index;
        var shift = index / Steps - 1;
        return ((index % Steps + Steps + 1L) << shift) - 1;
    }
}
