namespace Baize.Rooms;

/// <summary>
/// A game's random numbers: the same seed gives the same game, and the position is part of the snapshot. SplitMix64 (Steele,
/// Lea, Flood, 2014): one word of state. Good enough to shuffle, not to guard money.
/// </summary>
public sealed class GameRandom
{
    internal GameRandom(ulong state) => State = state;

    internal ulong State { get; set; }

    /// <summary>A number from 0 to <paramref name="maxExclusive"/> − 1, all alike in chance.</summary>
    public int Next(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxExclusive);
        // Lemire 2019: multiply, and try again in the few cases that would favour some numbers.
        var bound = (uint)maxExclusive;
        var product = (NextWord() >> 32) * bound;
        if ((uint)product < bound)
        {
            for (var threshold = (0u - bound) % bound; (uint)product < threshold;)
                product = (NextWord() >> 32) * bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>A number from <paramref name="min"/> to <paramref name="maxExclusive"/> − 1.</summary>
    public int Next(int min, int maxExclusive) => min + Next(checked(maxExclusive - min));

    /// <summary>True with a chance.</summary>
    /// <param name="probability">0 to 1.</param>
    public bool Chance(double probability) => (NextWord() >> 11) * (1.0 / (1L << 53)) < probability;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Puts them in random order, in place.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong NextWord()
    {
        var word = State += 0x9E3779B97F4A7C15;
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
