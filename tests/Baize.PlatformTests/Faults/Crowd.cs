using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>Rooms full of players who talk at a steady rate while a test breaks things, and the check of all their histories.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private readonly BaizePlatform _platform;
    private readonly List<Player> _players = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _members;
    private Task _talk = Task.CompletedTask;
    private int _said;
    private int _next;

    private Crowd(BaizePlatform platform, int members) => (_platform, _members) = (platform, members);

    public IReadOnlyList<Player> Players => _players;

    public IEnumerable<IGrouping<string, Player>> Rooms => _players.GroupBy(p => p.RoomId);

    /// <summary>Things said so far.</summary>
    public int Said => _said;

    /// <summary>Makes rooms whose members are spread over all instances, waits until all are in, and lets them talk.</summary>
    /// <param name="platform">Where.</param>
    /// <param name="rooms">How many rooms.</param>
    /// <param name="members">How many players in each.</param>
    /// <param name="perSecond">Messages per room and second.</param>
    public static async Task<Crowd> StartAsync(BaizePlatform platform, int rooms, int members = 4, double perSecond = 2)
    {
        var crowd = new Crowd(platform, members);
        var prefix = $"f{Guid.NewGuid().ToString("N")[..8]}";
        for (var i = 0; i < rooms * members; i++)
            crowd._players.Add(new Player($"{prefix}-{i / members}", crowd.NextPort));
        await Eventually.TrueAsync(
            () => crowd._players.TrueForAll(p => p.IsJoined), "all players are in their rooms",
            details: () => $"{crowd._players.Count(p => p.IsJoined)} of {crowd._players.Count}; {string.Join("; ", crowd._players.SelectMany(p => p.Faults).Take(3))}");
        crowd._talk = crowd.TalkAsync(rooms * perSecond);
        return crowd;
    }

    /// <summary>Has a member of a room say something now.</summary>
    /// <returns>Its id.</returns>
    public string Say(Player player)
    {
        var id = $"{player.UserId}-{Interlocked.Increment(ref _said)}";
        player.Say(id);
        return id;
    }

    /// <summary>Waits until so many more things were said and acked.</summary>
    public async Task LetTalkAsync(int more)
    {
        var until = Acked() + more;
        await Eventually.TrueAsync(() => Acked() >= until, $"{more} more acks", TimeSpan.FromSeconds(60), () => $"{Acked() - until + more} came.");
    }

    /// <summary>Ends the talk, waits until all of it is acked and everyone has all of it, and checks every history.</summary>
    /// <param name="mayReset">Whether histories may have begun anew (an emptied Redis).</param>
    public async Task AssertHistoriesAsync(bool mayReset = false)
    {
        await _stop.CancelAsync();
        await _talk;
        await Eventually.TrueAsync(
            () => _players.TrueForAll(p => p.Unacked == 0), "all that was said is acked", TimeSpan.FromSeconds(60),
            () => string.Join("; ", _players.Where(p => p.Unacked > 0).Take(5).Select(p => $"user {p.UserId} in {p.RoomId} on {p.Port} waits for {p.Unacked}, joined {p.IsJoined}")));
        foreach (var room in Rooms)
        {
            await Eventually.TrueAsync(
                () => room.All(p => p.IsJoined) && room.Select(p => p.Position).Distinct().Count() == 1,
                $"all of {room.Key} are in and have the same last event", TimeSpan.FromSeconds(30),
                () => string.Join("; ", room.Select(p => $"user {p.UserId}: {p.Position}, joined {p.IsJoined}")));
            Check([.. room], mayReset);
        }
        Assert.Empty(_players.SelectMany(p => p.Faults).Take(10));
        if (!mayReset)
            Assert.Empty(_players.Where(p => p.Resets > 0).Select(p => $"user {p.UserId} was not recovered {p.Resets} times").Take(10));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talk;
        await Task.WhenAll(_players.Select(p => p.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    // Each acked id once, at the position that was acked; the same event at the same position for all.
    private static void Check(Player[] members, bool mayReset)
    {
        var events = new Dictionary<long, Player.Entry>();
        foreach (var entry in members.SelectMany(m => m.Entries))
        {
            if (!events.TryAdd(entry.Seq, entry))
                Assert.Equal(events[entry.Seq] with { Log = "" }, entry with { Log = "" });
        }
        var said = events.Values.Where(e => e.Message is not null).ToList();
        Assert.Empty(said.GroupBy(e => e.Message).Where(g => g.Count() > 1).Select(g => $"{g.Key} took effect at {string.Join(", ", g.Select(e => e.Seq))}"));
        var positions = said.ToDictionary(e => e.Message!, e => e.Seq);
        foreach (var (id, ack) in members.SelectMany(m => m.Acks))
        {
            if (positions.TryGetValue(id, out var seq))
                Assert.Equal(ack.Seq, seq);
            else if (!mayReset)
                Assert.Fail($"{id} was acked at {ack.Seq}, but nobody in {members[0].RoomId} got it");
        }
    }

    private int Acked() => _players.Sum(p => p.Acks.Count);

    // All servers in turn, the dead ones too: a player does not know which are.
    private int NextPort() => _platform.Servers[(int)((uint)Interlocked.Increment(ref _next) % _platform.Servers.Count)].Port;

    private async Task TalkAsync(double perSecond)
    {
        var started = Stopwatch.GetTimestamp();
        var rooms = _players.Count / _members;
        for (var n = 0; ; n++)
        {
            var wait = TimeSpan.FromSeconds(n / perSecond) - Stopwatch.GetElapsedTime(started);
            try
            {
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, _stop.Token);
                else
                    _stop.Token.ThrowIfCancellationRequested();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            Say(_players[n % rooms * _members + n / rooms % _members]);
        }
    }
}
