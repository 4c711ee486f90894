namespace Baize.Cluster.Bus;

/// <summary>A time in which a thread's words to other instances are kept together: <see cref="IBus.Gather"/>.</summary>
public readonly struct BusGathering : IDisposable
{
    [ThreadStatic]
    private static BusGathering.Held? _held;

    private readonly Held? _mine;

    private BusGathering(Held mine) => _mine = mine;

    /// <summary>Begins; within another it is a part of that.</summary>
    internal static BusGathering Begin()
    {
        var held = _held ??= new Held();
        if (held.IsOpen)
            return default;
        held.IsOpen = true;
        return new BusGathering(held);
    }

    /// <summary>Keeps a link back.</summary>
    /// <returns>False where nothing is being gathered: it must go now.</returns>
    internal static bool TryHold(BusLink link)
    {
        if (_held is not { IsOpen: true } held)
            return false;
        held.Links.Add(link);
        return true;
    }

    /// <summary>Lets go what was kept.</summary>
    public void Dispose()
    {
        if (_mine is null)
            return;
        _mine.IsOpen = false;
        foreach (var link in _mine.Links)
            link.Flush();
        _mine.Links.Clear();
    }

    private sealed class Held
    {
        public bool IsOpen { get; set; }

        public List<BusLink> Links { get; } = [];
    }
}
