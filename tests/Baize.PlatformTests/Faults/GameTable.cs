using System.Text.Json;
using Baize.PlatformTests.Support;
using Baize.Rooms.Runtime;

namespace Baize.PlatformTests.Faults;

/// <summary>A game's room with its players, played to the end by a script while a test breaks things, and the same moves played again in memory.</summary>
internal sealed class GameTable : IAsyncDisposable
{
    private readonly BaizePlatform _platform;
    private readonly List<(string Kind, long UserId, JsonElement Data)> _moves = [];
    private byte[] _start = [];
    private long _startSeq;

    private GameTable(BaizePlatform platform, string roomId, IReadOnlyList<Player> players) => (_platform, RoomId, Players) = (platform, roomId, players);

    public string RoomId { get; }

    public IReadOnlyList<Player> Players { get; }

    public bool IsOver => Players.All(p => p.Result is not null);

    /// <summary>Makes a room, seats the players and starts the game.</summary>
    public static async Task<GameTable> StartAsync(
        BaizePlatform platform, string game, int seats, object options, Func<int> nextPort, Func<long, Action<ReadOnlyMemory<byte>>>? record = null)
    {
        var roomId = $"{game}-{Guid.NewGuid().ToString("N")[..10]}";
        using var made = await platform.PostInternalAsync(new Uri(platform.Servers.First(s => !s.Process.HasExited).Address, "internal/rooms"), new { room_id = roomId, game, options });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var players = new List<Player>();
        for (var i = 0; i < seats; i++)
        {
            players.Add(new Player(roomId, nextPort, record));
            await Eventually.TrueAsync(() => players[^1].IsJoined, "the player has a seat", details: () => string.Join("; ", players[^1].Faults));
        }
        var table = new GameTable(platform, roomId, players);
        foreach (var player in players.Skip(1))
            player.Ask("ready", "ready", new { });
        await Eventually.TrueAsync(() => players.TrueForAll(p => p.Unacked == 0), "all are ready");
        players[0].Ask("start", "start", new { });
        await Eventually.TrueAsync(() => players.TrueForAll(p => p.State is not null), "the game has begun", details: () => string.Join("; ", players.SelectMany(p => p.Faults)));
        await table.RememberStartAsync();
        return table;
    }

    /// <summary>The player whose turn it is by what they all were told.</summary>
    public Player? ToMove()
    {
        var turn = Players[0].State!.Value.GetProperty("turn_user_id").GetInt64();
        return Players.All(p => p.State!.Value.GetProperty("turn_user_id").GetInt64() == turn) && !IsOver ? Players.First(p => p.UserId == turn) : null;
    }

    /// <summary>Makes a move and waits until it is acked and all have seen it.</summary>
    public async Task MoveAsync(Player player, string name, Dictionary<string, object> data)
    {
        var id = $"move-{_moves.Count}";
        data["name"] = name;
        _moves.Add((id, player.UserId, JsonSerializer.SerializeToElement(data)));
        player.Ask("action", id, data);
        await Eventually.TrueAsync(
            () => player.Acks.ContainsKey(id) && Players.All(p => p.Position >= player.Acks[id].Seq), $"{id} in {RoomId} is acked and seen", TimeSpan.FromSeconds(60),
            () => string.Join("; ", Players.Select(p => $"user {p.UserId} at {p.Position}, joined {p.IsJoined}, unacked {p.Unacked}, {string.Join(", ", p.Faults)}")));
    }

    /// <summary>Plays the same moves from the same start in memory, without faults, and compares what everyone sees in the end.</summary>
    public async Task AssertSameWithoutFaultsAsync()
    {
        await Eventually.TrueAsync(() => IsOver, "everyone was told that the game is over");
        var games = Catalog();
        var room = Room.Restore(RoomId, _start, _startSeq, [], games);
        var turn = new RoomTurn();
        foreach (var (id, user, data) in _moves)
        {
            var reply = room.Handle(new RoomRequest(RoomRequestKind.Action, user, "", id, JsonSerializer.SerializeToUtf8Bytes(data)), now: 0, turn);
            Assert.True(reply.Code is null, $"{id} was refused: {reply.Message}");
        }
        foreach (var player in Players)
        {
            var view = room.Handle(new RoomRequest(RoomRequestKind.GetState, player.UserId, "", Id: null, default), now: 0, turn).State;
            Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(view).RootElement), JsonSerializer.Serialize(player.State!.Value));
        }
        Assert.Empty(Players.SelectMany(p => p.Faults));
        Assert.All(Players, p => Assert.Equal(0, p.Resets));
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(Players.Select(p => p.DisposeAsync().AsTask()));

    public static GameCatalog Catalog()
    {
        var games = new GameCatalog();
        games.Register<Games.Gomoku.GomokuGame>();
        games.Register<Games.RunFast.RunFastGame>();
        return games;
    }

    // The record as the owner committed it, read from the store itself.
    private async Task RememberStartAsync()
    {
        var keys = $"{{room:instance:{RoomId}}}";
        _start = (byte[])(await _platform.Redis.Database.StringGetAsync($"{keys}:state"))!;
        _startSeq = (long)await _platform.Redis.Database.HashGetAsync($"{keys}:meta", "seq");
    }
}
