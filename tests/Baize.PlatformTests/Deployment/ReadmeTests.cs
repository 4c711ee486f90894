using System.Text.Json;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Deployment;

/// <summary>What a stranger reads first is true.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed partial class ReadmeTests(SharedPlatform shared)
{
    private readonly BaizePlatform _platform = shared.Platform;

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public async Task FirstSuccess_CommandsAsTheyStand_MakeARoomAndListTheInstances(string file)
    {
        var commands = Block(file, "curl");

        var output = await Shell.RunAsync(commands.Replace("localhost:8080", $"127.0.0.1:{_platform.ApiPort}", StringComparison.Ordinal).Replace("\ncurl", "\necho; curl", StringComparison.Ordinal));

        var replies = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var room = JsonDocument.Parse(replies[0]);
        Assert.Equal("Hello", room.RootElement.GetProperty("name").GetString());
        Assert.All(_platform.Servers, s => Assert.Contains(s.InstanceId, replies[1]));
        await AssertConversationAsync(file, room.RootElement.GetProperty("room_id").GetString()!);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Links_ToFiles_LeadSomewhere(string file)
    {
        var links = Link().Matches(File.ReadAllText(Repository.File(file))).Select(m => m.Groups[1].Value).ToList();

        Assert.True(links.Count > 5);
        Assert.All(links, link => Assert.True(Path.Exists(Repository.File(link.Split('#')[0])), $"{file} links to {link}, which is not there."));
    }

    // The frames of the page are sent as they stand, and the answers are of the types that it shows, in that order.
    private async Task AssertConversationAsync(string file, string roomId)
    {
        await using var client = await GameClient.ConnectAsync(_platform.EntryPort);
        var expected = new List<string> { "connected" };
        foreach (var line in Block(file, "> {").Split('\n'))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                await client.Socket.SendTextAsync(line[2..].Replace("<room_id>", roomId, StringComparison.Ordinal));
                continue;
            }
            expected.Add(FrameType().Match(line).Groups[1].Value);
            await Eventually.TrueAsync(() => client.Events.Count >= expected.Count, $"the answer '{line}'");
        }
        Assert.Equal(expected, client.Events.Select(e => e.Type));
        Assert.Empty(client.Faults);
    }

    private static string Block(string file, string with) =>
        File.ReadAllText(Repository.File(file)).Split("```").Where((_, i) => i % 2 == 1).Select(b => b[(b.IndexOf('\n') + 1)..].TrimEnd())
            .Single(b => b.Contains(with, StringComparison.Ordinal));

    [GeneratedRegex(@"\]\(([^):]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("\"type\":\"([a-z_]+)\"")]
    private static partial Regex FrameType();
}
