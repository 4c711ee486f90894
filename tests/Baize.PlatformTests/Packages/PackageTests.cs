using System.Net.Http.Json;
using System.Text.Json;
using Baize.PlatformTests.Client;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Packages;

/// <summary>The packages as a stranger uses them, each in a folder that was empty. Run by <c>eng/nightly</c>: <c>./test</c> has a quarter of an hour.</summary>
[Collection(OwnPlatformTests.Name)]
public sealed partial class PackageTests(MadeGame made) : IClassFixture<MadeGame>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Template_NewGame_ItsOwnTestsPass()
    {
        var said = await made.Workshop.RunAsync("MyGame", "dotnet", ["test", "--solution", "MyGame.slnx", "--no-build"]);

        Assert.Matches(@"succeeded: 5\b", said);
    }

    [Fact]
    public async Task GameServer_InProgramOfItsOwn_IsPlayed()
    {
        var (platform, server) = (made.Platform, made.Platform.Servers[0]);
        var games = await platform.Http.GetFromJsonAsync<JsonElement>(platform.Api("games"), Cancelled);
        var game = Assert.Single(games.GetProperty("games").EnumerateArray(), g => g.GetProperty("game").GetString() != "relay");
        Assert.Equal(("my-game", "A Game of Mine"), (game.GetProperty("game").GetString(), game.GetProperty("name").GetString()));
        using var reply = await platform.SendAsync(
            HttpMethod.Post, platform.Api("rooms"), userId: 1, new { game = "my-game", name = "First", max_players = 2, options = new { stones = 4 } });
        var room = (await reply.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("room_id").GetString()!;

        await using var a = await GameClient.ConnectAsync(server.Port, userId: 1);
        await using var b = await GameClient.ConnectAsync(server.Port, userId: 2);
        await a.JoinAsync(room);
        await b.JoinAsync(room);
        foreach (var player in (GameClient[])[a, b])
            Assert.Equal("ack", (await player.RequestAsync("ready", room)).Type);
        Assert.Equal("ack", (await a.RequestAsync("action", room, new { name = "take", stones = 1 })).Type);
        Assert.Equal("ack", (await b.RequestAsync("action", room, new { name = "take", stones = 3 })).Type);

        var end = await a.WaitForAsync(e => e.Type == "game_end" && e.RoomId == room, "the game ends");
        Assert.Equal(2, end.Data.GetProperty("result").GetProperty("winners")[0].GetInt64());
        platform.AssertNoFaults();
    }

    [Fact]
    public async Task GameServer_InProgramOfItsOwn_RunsAsMeasuredBest()
    {
        var file = made.Workshop.At("MyGame", "MyGame.Server", "bin", "Debug", "net10.0", "MyGame.Server.runtimeconfig.json");
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(file, Cancelled));
        var set = config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(set.TryGetProperty("System.GC.Server", out var server) && server.GetBoolean());
        Assert.False(set.GetProperty("System.Runtime.TieredPGO").GetBoolean());
        Assert.Equal(0, set.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32());
    }

    [Fact]
    public async Task Client_InConsoleProgram_Talks()
    {
        var workshop = made.Workshop;
        workshop.Write("Chat/Chat.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Baize.Client" Version="{Workshop.Version}" />
              </ItemGroup>
            </Project>
            """);
        workshop.Write("Chat/Program.cs", $"""
            using System.Net.Http.Json;
            using System.Text.Json;
            using Baize.Client;
            using Baize.Client.Events;

            var api = args[0];
            {ReadmeExample.Source}
            """);

        var said = await workshop.RunAsync("Chat", "dotnet", ["run", "--", $"http://127.0.0.1:{made.Platform.ApiPort}"]);

        Assert.Matches(@"said, at \d+, with \d+ in the room", said);
    }

    [Fact]
    public async Task NpmClient_InNodeProgram_Talks()
    {
        Tools.Find("npm");
        await Workshop.PackAsync("npm");
        var workshop = made.Workshop;
        workshop.Write("chat-js/package.json", """{"private": true, "type": "module"}""");
        await workshop.RunAsync("chat-js", "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", Path.Combine(Workshop.Packages, $"baize-client-{Workshop.Version}.tgz"), "ws@8"]);
        File.Copy(Repository.File("clients", "js", "examples", "chat.mjs"), workshop.At("chat-js", "chat.mjs"));

        var said = await workshop.RunAsync("chat-js", "node", ["chat.mjs"], ("BAIZE_API", $"http://127.0.0.1:{made.Platform.ApiPort}"));

        Assert.Matches(@"said, at \d+, with \d+ in the room", said);
        Assert.Contains("Apache License", await File.ReadAllTextAsync(workshop.At("chat-js", "node_modules", "@baize", "client", "LICENSE"), Cancelled), StringComparison.Ordinal);
    }
}
