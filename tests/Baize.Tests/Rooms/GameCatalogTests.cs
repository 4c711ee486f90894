using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baize.Rooms;
using Baize.Rooms.Runtime;
using Baize.Tests.Rooms.Counting;

namespace Baize.Tests.Rooms;

public sealed class GameCatalogTests
{
    private static readonly GameCatalog Games = new GameCatalog().Register<CountingGame>();

    [Fact]
    public void Games_ShowSeatsAndDefaultOptions()
    {
        var game = Assert.Single(Games.Games);
        Assert.Equal(("counting", "Counting", 2, 3), (game.Game, game.Name, game.MinPlayers, game.MaxPlayers));
        Assert.Equal("""{"goal":10,"open":false,"goes_on":false,"bad_bot":false}""", game.Options.GetRawText());
    }

    [Theory]
    [InlineData("counting", null, null, null)]
    [InlineData("counting", 2, """{"goal":5}""", null)]
    [InlineData("counting", 3, "null", null)]
    [InlineData("relay", null, "{}", null)]
    [InlineData("chess", null, null, "There is no game 'chess'. Allowed: relay, counting.")]
    [InlineData("counting", 4, null, "max_players is 4; counting allows 2 to 3.")]
    [InlineData("counting", 1, null, "max_players is 1; counting allows 2 to 3.")]
    [InlineData("counting", null, """{"gaol":5}""", "counting has no option 'gaol'. Allowed: goal, open, goes_on, bad_bot.")]
    [InlineData("counting", null, """{"goal":"5"}""", "option goal is \"5\"; it must be a number.")]
    [InlineData("counting", null, """{"goal":1.5}""", "option goal is 1.5, which is not allowed there.")]
    [InlineData("counting", null, """{"goal":0}""", "option goal is 0; 1 or more is allowed.")]
    [InlineData("counting", null, """[]""", "options must be an object, as {\"goal\":10,\"open\":false,\"goes_on\":false,\"bad_bot\":false}.")]
    [InlineData("counting", null, """{"goa\ud800":1}""", "options have a name that is no valid text.")]
    [InlineData("relay", 4, null, "max_players is 4; a relay room has no seats: leave it out.")]
    [InlineData("relay", null, """{"a":1}""", "options are given; a relay room has none: leave them out.")]
    public void Check_SaysWhatIsWrongAndWhatIsAllowed(string game, int? maxPlayers, string? options, string? error) =>
        Assert.Equal(error, Games.Check(game, maxPlayers, options is null ? null : JsonElement.Parse(options)));

    [Fact]
    public void Register_GameWithAChangingField_SaysWhy()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new GameCatalog().Register<Forgetful>());

        Assert.Contains("_turn", fault.Message, StringComparison.Ordinal);
        Assert.Contains("state", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_SameNameTwice_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => new GameCatalog().Register<CountingGame>().Register<CountingGame>());

    [Fact]
    public void Start_StateThatJsonDoesNotCarry_FailsAtOnce()
    {
        var history = new RoomHistory(Setup("leaky"), new GameCatalog().Register<Leaky>());
        history.Handle(new RoomRequest(RoomRequestKind.Join, 1, "Ann", Id: null, default), 1_000);

        history.Handle(new RoomRequest(RoomRequestKind.Start, 1, "", Id: null, default), 1_000);

        Assert.Contains("does not come back from JSON", Assert.Single(history.Faults).Exception.Message, StringComparison.Ordinal);
        Assert.Equal("waiting", history.Room.Info.Status);
    }

    [Fact]
    public void Restore_OlderState_IsUpgradedByTheGame()
    {
        var history = new RoomHistory(Setup("growing"), new GameCatalog().Register<Growing1>());
        history.Handle(new RoomRequest(RoomRequestKind.Join, 1, "Ann", Id: null, default), 1_000);
        history.Handle(new RoomRequest(RoomRequestKind.Start, 1, "", Id: null, default), 1_000);
        var snapshot = history.Room.Snapshot();
        RoomReply State(Room room) => room.Handle(new RoomRequest(RoomRequestKind.GetState, 1, "", Id: null, default), 1_000, new RoomTurn());

        var upgraded = Room.Restore("r1", snapshot, 3, [], new GameCatalog().Register<Growing2>());

        Assert.Equal("""{"steps":[7]}""", Encoding.UTF8.GetString(State(upgraded).State.Span));
        var tooNew = Assert.Throws<InvalidDataException>(() => Room.Restore("r1", upgraded.Snapshot(), 3, [], new GameCatalog().Register<Growing1>()));
        Assert.Contains("version 2", tooNew.Message, StringComparison.Ordinal);
    }

    private static RoomSetup Setup(string game) => new("r1", game, Name: null, MaxPlayers: null, Options: null, HostId: 0, CreatedAt: 1_000, Seed: 1);

    private sealed class Forgetful() : Game<Forgetful.Nothing>("forgetful", "Forgetful", 1, 1)
    {
        private int _turn;

        protected override Nothing Start() => new();

        protected override object View(Player? viewer) => new { Turn = _turn++ };

        internal sealed record Nothing;
    }

    private sealed class Leaky() : Game<Leaky.Leak>("leaky", "Leaky", 1, 2)
    {
        protected override Leak Start() => new(7);

        protected override object View(Player? viewer) => State;

        internal sealed class Leak
        {
            public Leak()
            {
            }

            public Leak(int value) => Value = value;

            public int Value { get; }
        }
    }

    private sealed class Growing1() : Game<Growing1.Old>("growing", "Growing", 1, 2)
    {
        protected override Old Start() => new(7);

        protected override object View(Player? viewer) => State;

        internal sealed record Old(int Step);
    }

    private sealed class Growing2() : Game<Growing2.New>("growing", "Growing", 1, 2)
    {
        protected override int StateVersion => 2;

        protected override New Start() => new([]);

        protected override object View(Player? viewer) => State;

        protected override JsonObject Upgrade(JsonObject state, int fromVersion) => new() { ["steps"] = new JsonArray(state["step"]!.DeepClone()) };

        internal sealed record New(List<int> Steps);
    }
}
