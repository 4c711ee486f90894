using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Load;

/// <summary>A thousand players.</summary>
[Collection(MeasuredTests.Name)]
public sealed class LoadTests
{
    private const int RoomCount = 250;
    private const int Members = 4;
    private const int Seconds = 20;
    private const int PerSecond = 10;

    [Fact]
    public async Task Rooms_ThousandClientsOnThreeInstances_EveryMessageOnceInOneOrder()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Nginx = "game-server-lb.conf" });
        var clients = await ConnectAsync(platform);
        Assert.Equal(3, clients.Select(c => c.InstanceId).Distinct().Count());

        await TalkAsync(clients);
        await SayAgainAsync(clients);

        const int Messages = Seconds * PerSecond;
        for (var room = 0; room < RoomCount; room++)
        {
            var members = MembersOf(clients, room);
            var id = RoomId(room);
            foreach (var member in members)
                await Eventually.TrueAsync(() => Said(member, id).Count >= Messages, $"user {member.UserId} has all {Messages} messages of {id}", details: () => $"{Said(member, id).Count} have come.");
            var order = Said(members[0], id);
            Assert.Equal(Messages, order.Select(e => e.Text("text")).Distinct().Count());
            Assert.All(members, m => Assert.Equal(order.Select(e => (e.Seq, e.UserId, e.Text("text"))), Said(m, id).Select(e => (e.Seq, e.UserId, e.Text("text")))));
        }
        Assert.Equal(RoomCount * Messages, clients.Sum(c => c.Events.Count(e => e.Type == "ack")));
        Assert.Empty(clients.SelectMany(c => c.Faults));
        Assert.Empty(clients.SelectMany(c => c.Events).Where(e => e is { Type: "error", Code: not "unavailable" }).Select(e => e.ToString()).Take(5));
        platform.AssertNoFaults();
        await Task.WhenAll(clients.Select(c => c.DisposeAsync().AsTask()));
    }

    private static string RoomId(int room) => $"load-{room}";

    private static List<ServerEvent> Said(GameClient client, string room) => [.. client.Room(room).Events.Where(e => e.Type == "message")];

    private static List<GameClient> MembersOf(IReadOnlyList<GameClient> clients, int room) => [.. clients.Skip(room * Members).Take(Members)];

    // Through nginx, twenty at a time; a room's four members land on several instances.
    private static async Task<IReadOnlyList<GameClient>> ConnectAsync(BaizePlatform platform)
    {
        var clients = new GameClient[RoomCount * Members];
        await Parallel.ForAsync(0, clients.Length, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            clients[i] = await GameClient.ConnectAsync(platform.EntryPort);
            await clients[i].JoinAsync(RoomId(i / Members));
        });
        return clients;
    }

    // On a machine that is loaded beyond its cores an answer may take longer than 2 s, and is `unavailable` then: the client's part is
    // to send the frame again with its id. Once it is the platform's part to let it take effect.
    private static async Task SayAgainAsync(IReadOnlyList<GameClient> clients)
    {
        const int Turns = Seconds * PerSecond / Members;
        var again = 0;
        for (var i = 0; i < clients.Count; i++)
        {
            var (client, room) = (clients[i], i / Members);
            await Eventually.TrueAsync(() => client.Events.Where(e => e.Type is "ack" or "error").DistinctBy(e => e.Id).Count(e => e.Id![0] == 'm') == Turns, $"user {client.UserId} has {Turns} answers");
            foreach (var refused in client.Events.Where(e => e is { Type: "error", Code: "unavailable" } && e.Id![0] == 'm'))
            {
                again++;
                await client.SayAsync(RoomId(room), new { text = $"{room}-{refused.Id![1..]}" }, refused.Id);
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{again} of {RoomCount * Seconds * PerSecond} messages were said again.");
    }

    // Each room's members take turns. The rooms begin at different moments of a tenth of a second, so that load is even.
    private static async Task TalkAsync(IReadOnlyList<GameClient> clients)
    {
        const int Slices = 10;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond / Slices));
        for (var tick = 0; tick < Seconds * PerSecond * Slices; tick++)
        {
            var n = tick / Slices;
            for (var room = tick % Slices; room < RoomCount; room += Slices)
                await clients[room * Members + n % Members].SendAsync("message", RoomId(room), new { text = $"{room}-{n}" }, id: $"m{n}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
