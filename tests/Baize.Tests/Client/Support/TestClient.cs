using System.Text.Json.Nodes;
using Baize.Client;
using Baize.Client.Events;
using Baize.Client.Rooms;

namespace Baize.Tests.Client.Support;

/// <summary>A client on a <see cref="FakeServer"/>, for what scenarios cannot say.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    public TestClient(Action<BaizeClientOptions>? configure = null)
    {
        var options = ScenarioOptions.Of(named: null, Server.Port);
        options.OnError = Reports.Add;
        configure?.Invoke(options);
        Client = new BaizeClient(options);
    }

    public FakeServer Server { get; } = new();

    public BaizeClient Client { get; }

    public Waiting<BaizeException> Reports { get; } = new("a report");

    public Room Room => Client.Room("r1");

    /// <summary>Connects and joins r1 at position 10 of log L1.</summary>
    public async Task JoinAsync()
    {
        await ConnectAsync();
        var joining = Room.JoinAsync();
        await AnswerJoinAsync(recovered: false);
        await joining;
    }

    public async Task ConnectAsync()
    {
        var connecting = Client.ConnectAsync();
        await Server.AcceptAsync("gs-a");
        await connecting;
    }

    /// <summary>Answers the join that the client sends.</summary>
    public async Task AnswerJoinAsync(bool recovered, string roomId = "r1")
    {
        var join = await Server.Frames.NextAsync();
        Assert.Equal("join_room", join!["type"]!.GetValue<string>());
        await Server.SendAsync(
            $$"""{"type":"room_joined","room_id":"{{roomId}}","id":{{join["id"]!.ToJsonString()}},"data":{"log":"L1","seq":10,"recovered":{{(recovered ? "true" : "false")}},"room":{{ScenarioFiles.Begin["vars"]!["$room"]!.ToJsonString()}},"state":null} }""");
    }

    public Task MessageAsync(long seq) => Server.SendAsync($$"""{"type":"message","room_id":"r1","user_id":8,"seq":{{seq}},"data":{{seq}}}""");

    public Task AckAsync(JsonNode? request, long seq) => Server.SendAsync($$"""{"type":"ack","id":{{request!["id"]!.ToJsonString()}},"data":{"seq":{{seq}} } }""");

    /// <summary>What a room's handlers get, in order.</summary>
    public Waiting<RoomEvent> Hear()
    {
        var events = new Waiting<RoomEvent>("an event");
        Room.On<RoomEvent>(events.Add);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Client.DisposeAsync();
    }
}
