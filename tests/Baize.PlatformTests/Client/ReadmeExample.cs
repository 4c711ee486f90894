using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Baize.Client;
using Baize.Client.Events;

namespace Baize.PlatformTests.Client;

/// <summary>The example of <c>src/Baize.Client/README.md</c>, compiled and run.</summary>
internal static class ReadmeExample
{
    /// <summary>Its lines, as they should stand in the README.</summary>
    public static string Source { get; } = Read();

#pragma warning disable xUnit1051, CA2007 // as an application would write it
    public static async Task RunAsync(string api)
    {
        // example
        using var http = new HttpClient();
        using var login = await http.PostAsJsonAsync($"{api}/api/v1/auth/guest", new { name = "Ada" });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();

        await using var client = new BaizeClient(new BaizeClientOptions { Api = new Uri(api), Token = token });
        client.On<StateChanged>(change => Console.WriteLine(change.State.Status));
        var room = client.Room("room123");
        room.On<RoomMessage>(message => Console.WriteLine($"{message.UserId} ({message.Seq}): {message.Data.GetProperty("text")}"));
        await client.ConnectAsync();
        await room.JoinAsync();
        var seq = await room.SendAsync(new { text = "hello" }); // committed: survives the death of any server
        Console.WriteLine($"said, at {seq}, with {room.Players.Count} in the room");
        // end
    }
#pragma warning restore xUnit1051, CA2007

    private static string Read([CallerFilePath] string path = "")
    {
        var lines = File.ReadAllLines(path).SkipWhile(l => l.Trim() != "// example").Skip(1).TakeWhile(l => l.Trim() != "// end");
        return string.Join('\n', lines.Select(l => l.Length > 8 ? l[8..] : ""));
    }
}
