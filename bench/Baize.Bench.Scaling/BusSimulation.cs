namespace Baize.Bench.Scaling;

/// <summary>
/// One instance's way to Redis, event by event: a link to each other instance with one publish under way
/// (<c>BusLink</c>), all on one connection that asks together what came while answers were due (<c>DirectCalls</c>), read by one
/// thread that leaves answers alone for a millisecond after it has read some, unless a message from another instance wakes it
/// (<c>DirectLoop</c>).
/// </summary>
internal sealed class BusSimulation(int links, double perSecond, double roundTripMs)
{
    private const double PauseMs = 1; // DirectCalls.Pause
    private const int Sends = 40_000;

    private readonly Random _random = new(1); // the same figures each time
    private readonly bool[] _busy = new bool[links];
    private readonly int[] _waiting = new int[links];
    private readonly List<int> _gathered = [];
    private readonly List<int> _underWay = [];
    private double _answered = double.MaxValue;
    private double _lastRead = double.MinValue;
    private long _published;

    /// <summary>How many sends to the same instance share a publish, in the mean, at a rate of sends to all together.</summary>
    public static double Batch(int links, double perSecond, double roundTripMs)
    {
        if (links < 1 || perSecond <= 0)
            return 1;
        var batch = 1.0;
        for (var i = 0; i < 3; i++) // as much comes in as goes out, and what comes in wakes the reader
            batch = new BusSimulation(links, perSecond, roundTripMs).Run(perSecond / batch);
        return batch;
    }

    private double Run(double comingIn)
    {
        var (sendEvery, wakeEvery) = (1_000 / perSecond, 1_000 / comingIn);
        var (send, message) = (0.0, Next(wakeEvery));
        for (var sends = 0; sends < Sends;)
        {
            var wake = _underWay.Count > 0 ? Math.Max(_answered, _lastRead + PauseMs) : double.MaxValue;
            if (send <= wake && send <= message)
            {
                OnSend(send, _random.Next(links));
                sends++;
                send += Next(sendEvery);
            }
            else if (message <= wake)
            {
                OnAwake(message);
                message += Next(wakeEvery);
            }
            else
            {
                OnAwake(wake);
            }
        }
        return (double)Sends / _published;
    }

    private void OnSend(double now, int link)
    {
        if (_busy[link])
        {
            _waiting[link]++;
            return;
        }
        _busy[link] = true;
        Publish(link);
        if (_underWay.Count == 0)
            AskTogether(now);
    }

    private void OnAwake(double now)
    {
        if (_underWay.Count == 0 || now < _answered)
            return;
        _lastRead = now;
        foreach (var link in _underWay)
        {
            _busy[link] = _waiting[link] > 0;
            _waiting[link] = 0;
            if (_busy[link])
                Publish(link);
        }
        _underWay.Clear();
        AskTogether(now);
    }

    private void Publish(int link)
    {
        _published++;
        _gathered.Add(link);
    }

    private void AskTogether(double now)
    {
        _underWay.AddRange(_gathered);
        _gathered.Clear();
        _answered = now + roundTripMs;
    }

    private double Next(double mean) => -mean * Math.Log(1 - _random.NextDouble());
}
