namespace Baize.PlatformTests.Support;

/// <summary>What a client saw of one room, checked as it comes: positions without gap or double.</summary>
internal sealed class RoomHistory(string roomId)
{
    private readonly List<ServerEvent> _events = [];
    private readonly List<string> _faults = [];
    private long _expected;

    public string RoomId => roomId;

    /// <summary>Name of the history, from the last <c>room_joined</c>.</summary>
    public string Log { get; private set; } = "";

    /// <summary>The last position seen, from which to resume.</summary>
    public long Position => _expected - 1;

    /// <summary>The sequenced events, in the order they came.</summary>
    public IReadOnlyList<ServerEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>Breaks of the protocol's promises.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_events)
                return [.. _faults];
        }
    }

    /// <summary>How many events so far.</summary>
    public int Count
    {
        get
        {
            lock (_events)
                return _events.Count;
        }
    }

    /// <summary>Takes the answer to a join: from here on positions are expected one by one.</summary>
    public void Joined(ServerEvent joined)
    {
        lock (_events)
        {
            var recovered = joined.Data.TryGetProperty("recovered", out var value) && value.GetBoolean();
            if (recovered && joined.Text("log") != Log)
                _faults.Add($"recovered, but log '{joined.Text("log")}' is not '{Log}'");
            Log = joined.Text("log");
            if (!recovered)
                _expected = joined.Number("seq") + 1;
        }
    }

    /// <summary>Takes a sequenced event.</summary>
    public void Add(ServerEvent entry)
    {
        lock (_events)
        {
            if (entry.Seq != _expected)
                _faults.Add($"seq {entry.Seq} came where {_expected} was due: {entry}");
            _expected = entry.Seq + 1;
            _events.Add(entry);
        }
    }
}
