using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Faults;

/// <summary>Games played to the end while their owners are killed: the end is that of the same moves without faults.</summary>
[Collection(MeasuredTests.Name)]
public sealed class GameFaultTests
{
    // A nightly run kills more often.
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("BAIZE_GAME_KILLS") ?? "6", System.Globalization.CultureInfo.InvariantCulture);

    private int _next;

    [Fact]
    public async Task Gomoku_OwnerKilledAtRandomMoments_EndsAsWithoutFaults()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        for (var kills = 0; kills < Kills;)
        {
            await using var table = await GameTable.StartAsync(platform, "gomoku", seats: 2, new { turn_seconds = 0 }, () => NextPort(platform));
            var free = new Queue<(int X, int Y)>(NoFiveInARow().ToArray());
            while (!table.IsOver && free.Count > 0)
            {
                if (table.ToMove() is not { } player)
                {
                    await Task.Delay(5, TestContext.Current.CancellationToken);
                    continue;
                }
                var killing = kills < Kills && Random.Shared.Next(10) == 0 ? KillOwnerAsync(platform, table.RoomId) : null;
                var (x, y) = free.Dequeue();
                await table.MoveAsync(player, "place", new() { ["x"] = x, ["y"] = y });
                if (killing is not null)
                {
                    await killing;
                    kills++;
                }
            }
            await table.AssertSameWithoutFaultsAsync();
        }
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task RunFast_OwnerKilledAtRandomMoments_EndsAsWithoutFaults()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        for (var kills = 0; kills < Kills;)
        {
            await using var table = await GameTable.StartAsync(platform, "run-fast", seats: 3, new { turn_seconds = 120 }, () => NextPort(platform));
            while (!table.IsOver)
            {
                if (table.ToMove() is not { } player || player.State!.Value.GetProperty("hint").ValueKind == JsonValueKind.Null)
                {
                    await Task.Delay(5, TestContext.Current.CancellationToken);
                    continue;
                }
                var killing = kills < Kills && Random.Shared.Next(10) == 0 ? KillOwnerAsync(platform, table.RoomId) : null;
                var hint = player.State!.Value.GetProperty("hint");
                if (hint.GetArrayLength() == 0)
                    await table.MoveAsync(player, "pass", []);
                else
                    await table.MoveAsync(player, "play_cards", new() { ["cards"] = hint });
                if (killing is not null)
                {
                    await killing;
                    kills++;
                }
            }
            await table.AssertSameWithoutFaultsAsync();
        }
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Timer_AllPlayersOnTheDeadInstance_FiresNearItsDeadline()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, HeartbeatInterval = 10, InstanceTtl = 30 });
        var victim = platform.Servers[0];
        await using var table = await GameTable.StartAsync(platform, "run-fast", seats: 3, new { turn_seconds = 3 }, () => victim.Port);
        Assert.Equal(victim.InstanceId, await platform.OwnerAsync(table.RoomId));
        var deadline = table.Players[0].State!.Value.GetProperty("deadline_at").GetInt64();
        var before = await SeqAsync(platform, table.RoomId);

        victim.Process.Send(Signal.Kill); // and nobody is left who would ask for the room

        await Eventually.TrueAsync(async () => await SeqAsync(platform, table.RoomId) > before + 3, "the game plays for who does not", details: () => $"seq {before}");
        var owner = await platform.OwnerAsync(table.RoomId);
        Assert.NotEqual(victim.InstanceId, owner);
        await using var spectator = await GameClient.ConnectAsync(platform.Servers.First(s => s.InstanceId == owner).Port);
        var joined = await spectator.JoinAsync(table.RoomId, new { spectate = true });
        Assert.True(joined.Data.GetProperty("state").GetProperty("deadline_at").GetInt64() > deadline);
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task Timer_OnlyInstanceKilledAndStartedAgainUnderItsId_FiresNearItsDeadline()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true, Instances = 0 });
        (string, string?) id = ("SERVER_INSTANCE_ID", "always-the-same");
        var victim = platform.StartServer(id);
        await victim.WaitUntilReadyAsync();
        await using var table = await GameTable.StartAsync(platform, "run-fast", seats: 3, new { turn_seconds = 3 }, () => victim.Port);
        var before = await SeqAsync(platform, table.RoomId);

        victim.Process.Send(Signal.Kill);
        await victim.Process.WaitForExitAsync();
        await platform.StartServer(id).WaitUntilReadyAsync(); // at another port: no player finds it, and nobody asks for the room

        await Eventually.TrueAsync(async () => await SeqAsync(platform, table.RoomId) > before + 3, "the game plays for who does not", details: () => $"seq {before}");
        Assert.Equal("always-the-same", await platform.OwnerAsync(table.RoomId));
        platform.AssertNoFaults();
    }

    // Kills the owner at once and starts another in its place, so that there are always three.
    private static async Task KillOwnerAsync(BaizePlatform platform, string roomId)
    {
        var owner = await platform.OwnerAsync(roomId);
        platform.Servers.First(s => s.InstanceId == owner && !s.Process.HasExited).Process.Send(Signal.Kill);
        await platform.StartServer().WaitUntilReadyAsync();
    }

    private static async Task<long> SeqAsync(BaizePlatform platform, string roomId) =>
        (long)await platform.Redis.Database.HashGetAsync($"{{room:instance:{roomId}}}:meta", "seq");

    private int NextPort(BaizePlatform platform)
    {
        var live = platform.Servers.Where(s => !s.Process.HasExited).ToList();
        return live[(int)((uint)Interlocked.Increment(ref _next) % live.Count)].Port;
    }

    // Moves in turn for black and white in which nobody has five in a row before the fortieth.
    private static IEnumerable<(int X, int Y)> NoFiveInARow()
    {
        for (var y = 0; y < 15; y++)
        {
            for (var x = 0; x < 15; x += 2)
                yield return ((x + y / 2 * 3) % 15, y);
        }
        for (var y = 0; y < 15; y++)
        {
            for (var x = 1; x < 15; x += 2)
                yield return ((x + y / 2 * 3) % 15, y);
        }
    }
}
