namespace Baize.PlatformTests.Support;

/// <summary>The last lines that a process wrote, and every line that complains.</summary>
internal sealed class ProcessLog(Func<string, bool> isFault)
{
    private const int Kept = 4_000;
    private const int FaultsKept = 200;
    private readonly Queue<string> _lines = new();
    private readonly List<string> _faults = [];

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
            if (_faults.Count < FaultsKept && isFault(line))
                _faults.Add(line);
        }
    }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lines)
                return [.. _faults];
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public bool Contains(string text) => Lines.Any(l => l.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The last lines, for a failing test's message.</summary>
    public string Tail(int lines = 40) => string.Join('\n', Lines.TakeLast(lines));
}
