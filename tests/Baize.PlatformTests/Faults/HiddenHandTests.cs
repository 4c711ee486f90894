using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>A hand never leaves the server except to its player: every byte that every client got is looked at.</summary>
[Collection(MeasuredTests.Name)]
public sealed class HiddenHandTests
{
    private const int ReconnectEvery = 4;
    private const int KillBefore = 5;
    private const int DrainBefore = 10;

    private readonly ConcurrentQueue<Tape> _tapes = new();
    private readonly List<Played> _played = [];
    private int _asked;
    private int _next;

    [Fact]
    public async Task RunFast_PlayedThroughTakeoverAndReconnects_NoByteShowsAnothersHand()
    {
        await using var platform = await BaizePlatform.StartAsync();
        await using var table = await GameTable.StartAsync(platform, "run-fast", seats: 3, new { turn_seconds = 120 }, () => NextPort(platform), Record);
        var log = (await WatchAsync(platform, table, "")).Data.GetProperty("log").GetString()!;
        var hands = table.Players.ToDictionary(p => p.UserId, p => Cards(p.State!.Value.GetProperty("hand")));
        Assert.Equal(48, hands.Values.SelectMany(h => h).Distinct().Count());
        await using var spectator = new Player(table.RoomId, () => NextPort(platform), Record, spectates: true);
        await Eventually.TrueAsync(() => spectator.IsJoined, "the spectator watches", details: () => string.Join("; ", spectator.Faults));

        while (!table.IsOver)
        {
            if (table.ToMove() is not { } player || player.State!.Value.GetProperty("hint").ValueKind == JsonValueKind.Null)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
                continue;
            }
            if (_asked == KillBefore)
                (await OwnerAsync(platform, table)).Process.Send(Signal.Kill);
            if (_asked == DrainBefore)
                await HandOverAsync(platform, table);
            if (_asked % ReconnectEvery == ReconnectEvery - 1)
                await ComeBackAsync(platform, table, spectator, log);
            await MoveAsync(table, player);
        }

        await table.AssertSameWithoutFaultsAsync();
        AssertHidden(table, hands);
        AssertEachCardIsFoundWhereItMayBe(table, spectator, hands);
        platform.AssertNoFaults();
    }

    [Theory]
    [InlineData("""{"hand":["3S","10H"]}""")]
    [InlineData("""{"hand":["\u0033S","10\u0048"]}""")]
    [InlineData("""{"hands":[[{"rank":3,"suit":0},{"rank":10,"suit":"hearts"}]]}""")]
    [InlineData("""{"state":"{\"hands\":[[\"3S\",\"10H\"]]}"}""")]
    [InlineData("""{"state":"eyJoYW5kcyI6W1siM1MiLCIxMEgiXV19"}""")]
    [InlineData("""{"3S":1,"text":"holds 10H."}""")]
    public void CardFinder_CardsInAForm_AreFound(string json) =>
        Assert.Equal(["10H", "3S"], CardFinder.InJson(Encoding.UTF8.GetBytes(json)).Order(StringComparer.Ordinal));

    private Action<ReadOnlyMemory<byte>> Record(long userId)
    {
        var tape = new Tape(userId, () => Volatile.Read(ref _asked));
        _tapes.Enqueue(tape);
        return tape.Add;
    }

    private async Task MoveAsync(GameTable table, Player player)
    {
        var hint = player.State!.Value.GetProperty("hint");
        var after = player.Position; // all players have seen as much, so what this move brings about comes after it
        Interlocked.Increment(ref _asked);
        foreach (var card in Cards(hint))
            _played.Add(new Played(card, player.UserId, _asked, after + 1));
        if (hint.GetArrayLength() == 0)
            await table.MoveAsync(player, "pass", []);
        else
            await table.MoveAsync(player, "play_cards", new() { ["cards"] = hint });
    }

    // Every way to come back: a cut, a resume from before the deal, a join that knows nothing or another history, and what the API tells.
    private async Task ComeBackAsync(BaizePlatform platform, GameTable table, Player spectator, string log)
    {
        table.Players[_asked % 3].Cut();
        spectator.Cut();
        foreach (var user in (long[])[.. table.Players.Select(p => p.UserId)])
        {
            await using var visitor = await GameClient.ConnectAsync(NextPort(platform), user, onBytes: Record(user));
            Assert.True((await visitor.JoinAsync(table.RoomId, new { log, seq = 1 })).Data.GetProperty("recovered").GetBoolean());
            await visitor.RequestUntilAvailableAsync("get_state", table.RoomId);
            await visitor.JoinAsync(table.RoomId);
            Assert.False((await visitor.JoinAsync(table.RoomId, new { log = "another", seq = 1 })).Data.GetProperty("recovered").GetBoolean());
            await ReadApiAsync(platform, table, user);
        }
        await WatchAsync(platform, table, log);
        await ReadApiAsync(platform, table, Tokens.NewUser());
        await Eventually.TrueAsync(() => spectator.IsJoined && table.Players.All(p => p.IsJoined), "all are back");
    }

    // Somebody who has no seat: from now on, then from the first event on.
    private async Task<ServerEvent> WatchAsync(BaizePlatform platform, GameTable table, string log)
    {
        var user = Tokens.NewUser();
        await using var visitor = await GameClient.ConnectAsync(NextPort(platform), user, onBytes: Record(user));
        var joined = await visitor.JoinAsync(table.RoomId, new { spectate = true });
        await visitor.RequestUntilAvailableAsync("get_state", table.RoomId);
        if (log.Length > 0)
            Assert.True((await visitor.JoinAsync(table.RoomId, new { spectate = true, log, seq = 1 })).Data.GetProperty("recovered").GetBoolean());
        return joined;
    }

    private async Task ReadApiAsync(BaizePlatform platform, GameTable table, long user)
    {
        foreach (var path in (string[])[$"rooms/{table.RoomId}/state", $"rooms/{table.RoomId}", "rooms"])
        {
            using var answer = await platform.SendAsync(HttpMethod.Get, platform.Api(path), user);
            Record(user)(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    private void AssertHidden(GameTable table, Dictionary<long, List<string>> hands)
    {
        var leaks = Leaks(table, hands).Take(10).ToList();
        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
        // The same check must cry out where two players' hands are taken for each other's: it does see hands.
        var (a, b) = (table.Players[0].UserId, table.Players[1].UserId);
        var swapped = new Dictionary<long, List<string>>(hands) { [a] = hands[b], [b] = hands[a] };
        Assert.All([a, b], user => Assert.Contains(Leaks(table, swapped), leak => leak.StartsWith($"user {user}", StringComparison.Ordinal)));
    }

    // Who may see a card: its holder, and everyone once its play was asked for; all cards are shown with the last move.
    private IEnumerable<string> Leaks(GameTable table, Dictionary<long, List<string>> hands)
    {
        var end = _played[^1];
        var shown = hands.Values.SelectMany(h => h).ToDictionary(card => card, card => _played.FirstOrDefault(p => p.Card == card) ?? end);
        foreach (var tape in _tapes)
        {
            bool IsOwn(string card) => hands.TryGetValue(tape.UserId, out var hand) && hand.Contains(card);
            foreach (var (card, at) in CardFinder.InBytes(tape.Bytes))
            {
                if (shown.TryGetValue(card, out var play) && !IsOwn(card) && tape.AskedAt(at) < play.Asked)
                    yield return $"user {tape.UserId} got {card} at byte {at}, before move {play.Asked} showed it: ...{Encoding.UTF8.GetString(tape.Bytes, Math.Max(0, at - 200), Math.Min(220, tape.Bytes.Length - Math.Max(0, at - 200)))}";
            }
            foreach (var (at, payload) in tape.Frames())
            {
                var frame = ServerEvent.Parse(payload);
                // What tells the room's past must be as it was then: an event's own position, or the head of a join's state.
                var seq = frame.Seq > 0 ? frame.Seq : frame.Type == "room_joined" ? frame.Number("seq") : long.MaxValue;
                foreach (var card in CardFinder.InJson(payload).Where(card => !IsOwn(card) && shown.TryGetValue(card, out var play) && (tape.AskedAt(at) < play.Asked || seq < play.Seq)))
                    yield return $"user {tape.UserId} got {card} in {frame}";
            }
        }
    }

    // Else nothing may have been looked at: players got their own hands, and everyone all that was played.
    private void AssertEachCardIsFoundWhereItMayBe(GameTable table, Player spectator, Dictionary<long, List<string>> hands)
    {
        foreach (var user in (long[])[.. table.Players.Select(p => p.UserId), spectator.UserId])
        {
            var tapes = _tapes.Where(t => t.UserId == user).ToList();
            var raw = tapes.SelectMany(t => CardFinder.InBytes(t.Bytes)).Select(c => c.Card).ToHashSet();
            var parsed = tapes.SelectMany(t => t.Frames()).SelectMany(f => CardFinder.InJson(f.Payload)).ToHashSet();
            Assert.Empty(_played.Select(p => p.Card).Except(raw));
            Assert.Empty(_played.Select(p => p.Card).Except(parsed));
            if (hands.TryGetValue(user, out var hand))
                Assert.All(hand, card => Assert.Contains(tapes, t => CardFinder.InBytes(t.Bytes).Any(c => c.Card == card && t.AskedAt(c.At) == 0)));
            Assert.True(tapes.Count > 3, $"user {user} came back {tapes.Count} times");
        }
    }

    private static async Task HandOverAsync(BaizePlatform platform, GameTable table)
    {
        await platform.StartServer().WaitUntilReadyAsync();
        var owner = await OwnerAsync(platform, table);
        owner.Process.Send(Signal.Terminate);
        Assert.Equal(0, await owner.Process.WaitForExitAsync());
    }

    private static async Task<GameServerProcess> OwnerAsync(BaizePlatform platform, GameTable table)
    {
        var owner = await platform.OwnerAsync(table.RoomId);
        return platform.Servers.First(s => s.InstanceId == owner && !s.Process.HasExited);
    }

    private static List<string> Cards(JsonElement cards) => [.. cards.EnumerateArray().Select(c => c.GetString()!)];

    private int NextPort(BaizePlatform platform)
    {
        var live = platform.Servers.Where(s => !s.Process.HasExited).ToList();
        return live[(int)((uint)Interlocked.Increment(ref _next) % live.Count)].Port;
    }

    // A card's play: by whom, as which move, and from which position on the room's events may show it.
    private sealed record Played(string Card, long UserId, int Asked, long Seq);
}
