using System.Collections.Concurrent;
using System.Net;
using Baize.Cluster.Instances;
using Baize.Protocol;
using Baize.Protocol.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baize.Tests.Api.Support;

/// <summary>A game server as the API sees one, over real HTTP: answers what a test tells it to, and remembers what it was asked.</summary>
internal sealed class FakeInstance : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeRequest> _requests = new();

    private FakeInstance(string id, WebApplication app) => (Id, _app) = (id, app);

    public string Id { get; }

    public int Port { get; private set; }

    /// <summary>Answers a request; the default is a small, friendly game server.</summary>
    public Func<HttpContext, FakeRequest, Task> Answer { get; set; } = FriendlyAsync;

    /// <summary>What it was asked, health checks aside.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests.Where(r => r.Path != "/health/live")];

    public InstanceRecord Record(int connections = 0, string state = InstanceState.Active) =>
        new(Id, IPAddress.Loopback.ToString(), Port, RegisteredAt: 1_767_139_200) { Connections = connections, State = state };

    public static async Task<FakeInstance> StartAsync(string id, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var instance = new FakeInstance(id, app);
        app.Run(instance.HandleAsync);
        await app.StartAsync();
        instance.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return instance;
    }

    /// <summary>Says no to every request with a status.</summary>
    public FakeInstance AnswersStatus(int status)
    {
        Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        return this;
    }

    /// <summary>Answers room calls with a reply.</summary>
    public FakeInstance AnswersCalls(Func<RoomCall, RoomCallReply> reply)
    {
        Answer = (context, request) => request.Path.EndsWith("/calls", StringComparison.Ordinal)
            ? context.Response.WriteAsJsonAsync(reply(request.Call()), ProtocolJson.Default.RoomCallReply)
            : FriendlyAsync(context, request);
        return this;
    }

    /// <summary>Answers with JSON.</summary>
    public FakeInstance AnswersJson(string json, int status = 200)
    {
        Answer = (context, _) => WriteAsync(context, json, status);
        return this;
    }

    /// <summary>Takes requests and never answers, as a stopped process does.</summary>
    public FakeInstance Stalls()
    {
        Answer = async (context, _) => await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return this;
    }

    /// <summary>Dies: the port refuses connections from now on.</summary>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public static Task WriteAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new FakeRequest(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", context.Request.Headers["X-Internal-Key"].ToString(), await reader.ReadToEndAsync());
        _requests.Enqueue(request);
        await Answer(context, request);
    }

    private static Task FriendlyAsync(HttpContext context, FakeRequest request) => request switch
    {
        { Path: "/health/live" } => context.Response.WriteAsync("live"),
        { Path: "/internal/games" } => WriteAsync(context, """{"games": [{"game": "gomoku", "name": "Gomoku", "min_players": 2, "max_players": 2, "options": {}}]}"""),
        { Path: "/internal/room/notify" } => WriteAsync(context, """{"room_id": "r", "instance_id": "gs", "seq": 7}"""),
        { Path: "/internal/broadcast" } => WriteAsync(context, """{"connections": 3}"""),
        { Path: "/internal/rooms", Method: "GET" } => WriteAsync(context, """{"rooms": []}"""),
        { Path: "/internal/rooms", Method: "POST" } => WriteAsync(context, RoomJson(request.Create().RoomId!, request.Create().HostId), 201),
        { Method: "GET" } when request.Path.StartsWith("/internal/rooms/", StringComparison.Ordinal) => WriteAsync(context, RoomJson(request.Path[16..], hostId: 1)),
        _ when request.Path.EndsWith("/calls", StringComparison.Ordinal) => WriteAsync(context, """{"instance_id": "gs", "seq": 5}"""),
        _ => WriteAsync(context, "{}", 404),
    };

    public static string RoomJson(string roomId, long hostId) =>
        $$"""{"room_id": "{{roomId}}", "game": "relay", "name": "A room", "status": "playing", "host_id": {{hostId}}, "max_players": 0, "players": [], "instance_id": "gs", "created_at": 1767139200000}""";
}
