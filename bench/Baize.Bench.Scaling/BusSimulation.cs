namespace Baize.Bench.Scaling;

/// <summary>
/// One instance's way to Redis, event by event: a link to each other instance with one publish under way (<c>BusLink</c>), all on
/// one connection that asks together what came while answers were due (<c>DirectCalls</c>), whose answers are left alone for a
/// while after some were read (<c>DirectLoop</c>).
/// </summary>
internal sealed class BusSimulation(int links, double perSecond, double roundTripMs)
{
    private const double PauseMs = 1.5; // DirectCalls.Pause
    private const int Sends = 40_000;

    private readonly Random _random = new(1); // the same figures each time
    private readonly bool[] _busy = new bool[links];
    private readonly bool[] _waits = new bool[links];
    private readonly List<int> _gathered = [];
    private readonly List<int> _underWay = [];
    private double _read; // when the answers under way will be read
    private double _lastRead = double.MinValue;
    private long _published;

    /// <summary>How many sends to the same instance share a publish, in the mean, at a rate of sends to all together that come at random.</summary>
    public static double Batch(int links, double perSecond, double roundTripMs) =>
        links < 1 || perSecond <= 0 ? 1 : new BusSimulation(links, perSecond, roundTripMs).Run();

    private double Run()
    {
        var now = 0.0;
        for (var sends = 0; sends < Sends; sends++)
        {
            now -= Math.Log(1 - _random.NextDouble()) * 1_000 / perSecond;
            while (_underWay.Count > 0 && _read <= now)
                ReadAnswers();
            Send(now, _random.Next(links));
        }
        return (double)Sends / _published;
    }

    private void Send(double now, int link)
    {
        if (_busy[link])
        {
            _waits[link] = true; // with what waits there already
            return;
        }
        Publish(link);
        if (_underWay.Count == 0)
            AskTogether(now);
    }

    private void ReadAnswers()
    {
        _lastRead = _read;
        foreach (var link in _underWay)
        {
            _busy[link] = false;
            if (_waits[link])
                Publish(link);
            _waits[link] = false;
        }
        _underWay.Clear();
        AskTogether(_read);
    }

    private void Publish(int link)
    {
        _busy[link] = true;
        _published++;
        _gathered.Add(link);
    }

    private void AskTogether(double now)
    {
        _underWay.AddRange(_gathered);
        _gathered.Clear();
        _read = Math.Max(now + roundTripMs, _lastRead + PauseMs);
    }
}
