using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Logging;

/// <summary>What a busy platform writes to its logs, in production and with everything that there is to log.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed class LogTests
{
    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Logs_OfABusyPlatform_HoldNoTokenAndSayWhoSpeaks(string mode)
    {
        Tools.Find("redis-server");
        const string key = "an-internal-key-of-this-test-0123456789";
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings
        {
            Instances = 2,
            Environment = new Dictionary<string, string?> { ["APP_ENV"] = mode, ["SERVER_MODE"] = "debug", ["AUTH_INTERNAL_KEY"] = key },
        });
        var secrets = new List<string> { key, Tokens.Secret };
        await PlayAsync(platform, secrets);
        await RefuseAsync(platform, secrets);
        await platform.Servers[0].Process.KillAsync(); // what is said of a death is logged too
        await Eventually.TrueAsync(() => platform.Servers[1].Process.Log.Contains("is dead"), "the other instance notices");

        var lines = platform.Servers.Select(s => s.Process).Append(platform.ApiProcess).SelectMany(p => p.Log.Lines).ToList();
        Assert.InRange(lines.Count, 10, 100_000);
        foreach (var secret in secrets)
        {
            var parts = secret.Split('.').Where(p => p.Length > 20); // a token's signature alone is worth as much as the token
            Assert.All(parts, part => Assert.DoesNotContain(lines, line => line.Contains(part, StringComparison.Ordinal)));
        }
        if (mode == "prod")
            Assert.All(platform.Servers[1].Process.Log.Lines, line => AssertIsOf(line, platform.Servers[1].InstanceId));
        else
            Assert.Contains(lines, line => line.Contains("Z info: ", StringComparison.Ordinal) && line.Contains("[2250] Instance ", StringComparison.Ordinal));
    }

    private static async Task PlayAsync(BaizePlatform platform, List<string> secrets)
    {
        using var guest = await platform.SendAsync(HttpMethod.Post, platform.Api("auth/guest"), new { name = "Anna" });
        var token = (await guest.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
        secrets.Add(token);
        using var room = await platform.SendAsync(HttpMethod.Post, platform.Api("rooms"), new { game = "gomoku" }, ("Authorization", $"Bearer {token}"));
        Assert.True(room.IsSuccessStatusCode, $"making a room is answered with {room.StatusCode}");
        foreach (var server in platform.Servers)
        {
            var user = Tokens.NewUser();
            var own = Tokens.Valid(user);
            secrets.Add(own);
            await using var client = await GameClient.ConnectAsync(server.Port, user, token: own);
            await client.JoinAsync("logged");
            await client.SayAsync("logged", new { text = "hello" });
        }
    }

    private static async Task RefuseAsync(BaizePlatform platform, List<string> secrets)
    {
        foreach (var bad in (string[])[Tokens.Expired(5), Tokens.WrongKey(5)])
        {
            secrets.Add(bad);
            Assert.Null((await RawWebSocket.ConnectAsync(platform.Servers[1].Port, $"/ws?token={bad}")).Socket);
            using var call = await platform.SendAsync(HttpMethod.Post, platform.Api("rooms"), new { game = "gomoku" }, ("Authorization", $"Bearer {bad}"));
            Assert.Equal(401, (int)call.StatusCode);
        }
        const string wrong = "a-wrong-internal-key-0123456789-abcdef";
        secrets.Add(wrong);
        using var drain = await platform.SendAsync(HttpMethod.Post, new Uri(platform.Servers[1].Address, "internal/drain"), null, ("X-Internal-Key", wrong));
        Assert.Equal(401, (int)drain.StatusCode);
    }

    // JSON, with an event's number, and once the instance knows its id, that.
    private static void AssertIsOf(string line, string instanceId)
    {
        var message = JsonDocument.Parse(line).RootElement;
        Assert.Equal(JsonValueKind.Number, message.GetProperty("EventId").ValueKind);
        if (message.TryGetProperty("State", out var state) && state.TryGetProperty("RoomId", out _))
            Assert.Contains($"\"instance\":\"{instanceId}\"", line, StringComparison.Ordinal);
    }
}
