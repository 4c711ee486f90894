using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Baize.Cluster.Local;
using Baize.GameServer.Edge;
using Baize.GameServer.Rooms;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Baize.Rooms.Runtime;
using Baize.Tests.GameServer.Edge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Baize.Tests.GameServer.Support;

/// <summary>An instance's rooms and edge, without sockets, and a bus that reaches nobody.</summary>
internal sealed partial class TestInstance : IDisposable
{
    public const string Id = "self";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddHttpClient().BuildServiceProvider();
    private readonly EdgeSettings _settings;

    public TestInstance(GameCatalog? games = null)
    {
        games ??= new GameCatalog();
        var options = Options.Create(new RoomsOptions());
        Host = new RoomHost(
            Store, Bus, games, new RoomVersions(games, Registry, Bus, TimeProvider.System, NullLogger<RoomVersions>.Instance), ActivatorUtilities.CreateInstance<RoomMetrics>(_services), options, TimeProvider.System, NullLogger<RoomHost>.Instance);
        var probe = new InstanceProbe(Registry, _services.GetRequiredService<IHttpClientFactory>(), TimeProvider.System);
        var link = new OwnerLink(Host, Store, Bus, probe, options, TimeProvider.System, NullLogger<OwnerLink>.Instance);
        var metrics = ActivatorUtilities.CreateInstance<EdgeMetrics>(_services);
        Edge = new EdgeRooms(link, Host, Store, metrics, NullLogger<EdgeRooms>.Instance);
        Host.Edge = Edge;
        _settings = new EdgeSettings(1_000_000, 100, metrics, _ => { });
    }

    public HookedStore Store { get; } = new();

    public LocalInstanceRegistry Registry { get; } = new(TimeProvider.System);

    public RecordingBus Bus { get; } = new(Id);

    public RoomHost Host { get; }

    public EdgeRooms Edge { get; }

    public (Connection Connection, FakeSocket Socket) Connect(long userId)
    {
        var socket = new FakeSocket();
        return (new Connection($"s{userId}", new UserIdentity(userId, "u"), socket, _settings), socket);
    }

    public async Task JoinAsync(Connection connection, string roomId) =>
        Assert.Null(await Edge.JoinAsync(connection, roomId, id: null, default, TestContext.Current.CancellationToken));

    public async Task SayAsync(long userId, string roomId, string text)
    {
        var request = new RoomRequest(RoomRequestKind.Message, userId, "u", Id: null, Encoding.UTF8.GetBytes($$"""{"m":"{{text}}"}"""));
        var reply = await Edge.SubmitAsync(Edge.Find(roomId)!, request, TestContext.Current.CancellationToken);
        Assert.Null(reply.Code);
    }

    /// <summary>The positions of the events that a socket was sent, in their order.</summary>
    public static long[] Positions(FakeSocket socket) =>
        [.. Position().Matches(Encoding.UTF8.GetString([.. socket.Taken])).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, what);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        Host.Stop();
        Host.Dispose();
        _services.Dispose();
    }

    // An event bears its position after its type; an answer to a join has it in its data.
    [GeneratedRegex("""(?:"message"|"room_updated"),[^{}]*"seq":(\d+)""")]
    private static partial Regex Position();
}
