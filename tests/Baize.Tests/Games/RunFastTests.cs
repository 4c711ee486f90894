using System.Text.Json;
using Baize.Games.RunFast;
using Baize.Protocol.Frames;
using Baize.Rooms.Runtime;
using Baize.Rooms.Testing;
using CsCheck;

namespace Baize.Tests.Games;

public sealed class RunFastTests
{
    [Fact]
    public void Start_DealsAllCardsAndTheHolderOfTheThreeOfSpadesLeads()
    {
        var room = TestRoom.Play<RunFastGame>();

        var state = room.State<RunFastState>();
        Assert.All(state.Hands, hand => Assert.Equal(16, hand.Count));
        Assert.Equal(Card.Deck.Order(), state.Hands.SelectMany(h => h).Order());
        Assert.Contains(Card.ThreeOfSpades, state.Hands[state.Turn]);
        var view = room.View(1);
        Assert.Equal(state.Hands[0].Select(c => c.ToString()), view.GetProperty("hand").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(room.Now + 20_000, view.GetProperty("deadline_at").GetInt64());
    }

    [Fact]
    public void PlayCards_NotAllowed_SaysWhy()
    {
        var room = TestRoom.Play<RunFastGame>(seed: 3);
        var state = room.State<RunFastState>();
        var (leader, follower) = (state.Turn + 1, ((state.Turn + 1) % 3) + 1);
        string[] Cards(long user, int count) => [.. state.Hands[(int)user - 1].Take(count).Select(c => c.ToString())];

        Assert.Equal(ErrorCodes.NotYourTurn, room.Act(follower, "play_cards", new { cards = Cards(follower, 1) }).Code);
        Assert.Equal(ErrorCodes.NotYourTurn, room.Act(follower, "pass").Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(leader, "pass").Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(leader, "play_cards", new { cards = Cards(follower, 1) }).Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(leader, "play_cards", new { cards = (string[])["3S", "3S"] }).Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(leader, "play_cards", new { cards = Array.Empty<string>() }).Code);
        Assert.Equal(ErrorCodes.IllegalMove, room.Act(leader, "play_cards", new { cards = Cards(leader, 16) }).Code);
        foreach (var bad in (string[])["1S", "3X", "", "10", "AS2"])
            Assert.Equal(ErrorCodes.BadFrame, room.Act(leader, "play_cards", new { cards = (string[])[bad] }).Code);
        Assert.Equal(ErrorCodes.BadFrame, room.Act(leader, "play_cards").Code);
        Assert.Equal(ErrorCodes.BadFrame, room.Act(leader, "play_cards", new { cards = (int?[])[null] }).Code);
        Assert.Null(room.Act(leader, "play_cards", new { cards = (string[])["3S"] }).Code);
    }

    [Theory]
    [InlineData(true, ErrorCodes.IllegalMove)]
    [InlineData(false, null)]
    public void Pass_WhoCanBeat_MustByDefault(bool mustBeat, string? code)
    {
        var room = TestRoom.Play<RunFastGame>(options: new { must_beat = mustBeat });
        var leader = room.State<RunFastState>().Turn;
        room.Act(leader + 1, "play_cards", new { cards = (string[])["3S"] });
        var follower = ((leader + 1) % 3) + 1;
        Assert.Equal(!mustBeat, room.View(follower).GetProperty("can_pass").GetBoolean());

        Assert.Equal(code, room.Act(follower, "pass").Code);
    }

    [Fact]
    public void SpadeThreeFirst_LeadWithoutIt_IsRefused()
    {
        var room = TestRoom.Play<RunFastGame>(options: new { spade_three_first = true });
        var state = room.State<RunFastState>();
        var other = state.Hands[state.Turn][^1].ToString();

        Assert.Equal(ErrorCodes.IllegalMove, room.Act(state.Turn + 1, "play_cards", new { cards = (string[])[other] }).Code);
        room.Advance(TimeSpan.FromSeconds(20)); // the game's own choice keeps the rule too

        Assert.Contains(Card.ThreeOfSpades, room.State<RunFastState>().Played);
    }

    [Fact]
    public void Timer_NobodyPlays_TheGamePlaysToTheEndByItself()
    {
        var room = TestRoom.Play<RunFastGame>(options: new { turn_seconds = 5 });

        room.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("first_out", room.Result!.Reason);
        Assert.Empty(room.Faults);
    }

    [Fact]
    public void Leave_SeatIsPlayedForAndMayBeTakenAgain()
    {
        var room = TestRoom.Play<RunFastGame>();
        var leader = room.State<RunFastState>().Turn + 1;
        room.Leave(leader);
        Assert.False(room.HasEnded);

        room.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEmpty(room.State<RunFastState>().Played);
        Assert.Null(room.Join(leader).Code);
        Assert.Equal(JsonValueKind.Array, room.View(leader).GetProperty("hand").ValueKind);
    }

    [Fact]
    public void Bots_PlayAWholeGame()
    {
        var room = new TestRoom<RunFastGame>();
        room.Join(1);
        room.AddBot(1);
        room.AddBot(1);
        room.Ready(1);

        for (var i = 0; i < 200 && !room.HasEnded; i++)
        {
            if (room.View(1).GetProperty("hint") is { ValueKind: JsonValueKind.Array } hint)
                PlayHint(room, 1, hint);
            room.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("first_out", room.Result!.Reason);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(15, 15)]
    [InlineData(16, 32)]
    public void Penalty_PerCardLeft(int cards, int points) => Assert.Equal(points, Settlement.Penalty(cards));

    /// <summary>Random legal play: it ends, no card is made or lost, and nobody is ever told a card that is not theirs to know.</summary>
    [Fact]
    public void RandomPlay_AlwaysEnds_AndHidesHands() => Gen.Select(Gen.ULong, Gen.Bool).Sample(
        (seed, mustBeat) =>
        {
            var room = TestRoom.Play<RunFastGame>(options: new { must_beat = mustBeat }, seed: seed);
            room.TakesOver = seed % 4 == 0;
            room.Join(9, spectate: true);
            var random = new Random((int)seed);
            var secrets = new HashSet<Card>[] { [.. room.State<RunFastState>().Hands[0]], [.. room.State<RunFastState>().Hands[1]], [.. room.State<RunFastState>().Hands[2]] };
            var turns = 0;
            while (!room.HasEnded)
            {
                Assert.True(++turns < 400, "the game does not end");
                AssertNothingLeaks(room, secrets);
                PlayRandomly(room, random);
                var now = room.State<RunFastState>();
                Assert.Equal(Card.Deck.Order(), now.Hands.SelectMany(h => h).Concat(now.Played).Order());
            }

            var lines = room.Result!.Details!.Value.GetProperty("players").EnumerateArray().ToList();
            Assert.Equal(0, lines.Sum(line => line.GetProperty("points").GetInt32()));
            var winner = Assert.Single(room.Result.Winners);
            Assert.Empty(room.State<RunFastState>().Hands[(int)winner - 1]);
            Assert.Equal(0, lines[(int)winner - 1].GetProperty("cards_left").GetInt32());
        },
        iter: 30);

    // Every byte that was sent so far, to each: an unplayed card may be named to its holder alone.
    private static void AssertNothingLeaks(TestRoom<RunFastGame> room, HashSet<Card>[] hands)
    {
        var played = room.State<RunFastState>().Played;
        foreach (var user in (long[])[1, 2, 3, 9])
        {
            var told = room.AllTold(user);
            for (var seat = 0; seat < hands.Length; seat++)
            {
                if (seat + 1 == user)
                    continue;
                foreach (var card in hands[seat].Except(played))
                    Assert.False(told.Contains($"\"{card}\"", StringComparison.Ordinal), $"user {user} was told {card} of seat {seat}");
            }
        }
    }

    private static void PlayRandomly(TestRoom<RunFastGame> room, Random random)
    {
        var state = room.State<RunFastState>();
        var user = state.Turn + 1;
        var hand = state.Hands[state.Turn];
        for (var tries = 0; tries < 10; tries++)
        {
            var cards = random.GetItems(hand.ToArray(), random.Next(1, 6)).Distinct().Select(c => c.ToString()).ToArray();
            var reply = room.Act(user, "play_cards", new { cards });
            if (reply.Code is null)
                return;
            Assert.Equal(ErrorCodes.IllegalMove, reply.Code);
        }
        var view = room.View(user);
        Assert.Equal(JsonValueKind.Array, view.GetProperty("hint").ValueKind);
        PlayHint(room, user, view.GetProperty("hint"));
    }

    private static void PlayHint(TestRoom<RunFastGame> room, long user, JsonElement hint)
    {
        RoomReply reply;
        if (hint.GetArrayLength() == 0)
        {
            Assert.True(room.View(user).GetProperty("can_pass").GetBoolean());
            reply = room.Act(user, "pass");
        }
        else
        {
            reply = room.Act(user, "play_cards", new { cards = hint.Deserialize<string[]>() });
        }
        Assert.Null(reply.Code);
    }
}
