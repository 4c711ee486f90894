namespace Baize.Loadtest.Accounting;

/// <summary>What one receiver got of its room's messages in a run. Exact: a bit for each message.</summary>
/// <param name="perRoom">Messages of its room.</param>
/// <param name="members">Members of its room: each one's messages must come in the order they were sent.</param>
internal sealed class Receipts(int perRoom, int members)
{
    private readonly ulong[] _bits = new ulong[(perRoom + 63) / 64];
    private int _highest = -1;

    /// <summary>Messages that came, each counted once.</summary>
    public int Received { get; private set; }

    /// <summary>Copies beyond the first.</summary>
    public int Doubled { get; private set; }

    /// <summary>Messages that came after a later one of the same sender.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Counts one.</summary>
    /// <param name="number">Its number in the room.</param>
    /// <returns>Whether it is the first copy.</returns>
    public bool Take(int number)
    {
        if ((uint)number >= (uint)perRoom)
            return false;
        if (Has(number))
        {
            Doubled++;
            return false;
        }
        _bits[number >> 6] |= 1UL << (number & 63);
        Received++;
        if (number > _highest)
            _highest = number;
        else if (HasLaterOfSameSender(number))
            OutOfOrder++;
        return true;
    }

    private bool HasLaterOfSameSender(int number)
    {
        for (var later = number + members; later <= _highest; later += members)
        {
            if (Has(later))
                return true;
        }
        return false;
    }

    private bool Has(int number) => (_bits[number >> 6] & (1UL << (number & 63))) != 0;
}
