using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Baize.Cluster;
using Baize.Cluster.Redis;
using Baize.Cluster.Redis.Direct;
using Baize.Cluster.Rooms;
using Baize.PlatformTests.Support;
using StackExchange.Redis;

namespace Baize.PlatformTests.Cluster;

/// <summary>The connections when Redis goes, hangs, changes its part or is not there. Each test has a server of its own.</summary>
public sealed class RedisLinksTests : IAsyncLifetime
{
    private readonly RecordingLogger<RedisLinks> _log = new();
    private readonly List<IAsyncDisposable> _open = [];
    private RedisProcess? _redis;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RedisProcess Redis => _redis!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(!RedisProcess.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true", "redis-server is not on the path.");
        _redis = await RedisProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _open)
            await open.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_IsUnavailableSoon()
    {
        var started = Stopwatch.GetTimestamp();

        var failure = await Assert.ThrowsAsync<ClusterUnavailableException>(() => ConnectAsync($"127.0.0.1:{FreePorts.Next()},password=secret"));

        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 25);
    }

    [Fact]
    public async Task Dispose_WhileAConnectionIsBeingMade_Ends()
    {
        var links = await ConnectAsync(Redis.Endpoint);
        for (var i = 0; i < 1_000; i++)
        {
            var subscription = new DirectSubscription(links.Loop, links.BusAddress, [("channel", _ => { })], () => { }, TimeProvider.System, _log);
            subscription.Start();
            Thread.SpinWait(i * 40); // up to about a millisecond: before it connects, while it does, and after
            await Task.Run(subscription.Dispose, Cancellation).WaitAsync(Eventually.Deadline, Cancellation);
        }
    }

    [Fact]
    public async Task ConnectAsync_ServerThatSaysNothing_IsUnavailableSoon()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => ConnectAsync(hole.LocalEndpoint.ToString()!));

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 25);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RedisLinks.ConnectAsync(Redis.Endpoint, "test", _log, cancelled.Token));

        await Eventually.TrueAsync(
            async () => (await Redis.Connection.GetServer(Redis.Endpoint).ClientListAsync()).All(c => c.Name?.StartsWith("test:", StringComparison.Ordinal) != true),
            "no connection is left open");
    }

    [Fact]
    public async Task IsConnected_ServerKilledAndStarted_FollowsAndLogsEachChangeOnce()
    {
        var links = await ConnectAsync(Redis.Endpoint);
        var rooms = StoreFixture.Rooms(links);
        Assert.True(links.IsConnected);

        await Redis.KillAsync();
        await Eventually.TrueAsync(() => !links.IsConnected, "the loss is noticed");
        await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await rooms.GetOwnerAsync("r", Cancellation));
        await Redis.StartAgainAsync();
        await Eventually.TrueAsync(() => links.IsConnected, "the return is noticed");

        Assert.Null(await rooms.GetOwnerAsync("r", Cancellation));
        await Eventually.TrueAsync(() => _log.Events.Contains("RedisBack"), "the return is logged");
        Assert.Equal(["RedisLost", "RedisBack"], _log.Events);
    }

    [Fact]
    public async Task Call_ServerStopped_IsUnavailableWithinTwoSecondsAndWorksAfterwards()
    {
        var rooms = StoreFixture.Rooms(await ConnectAsync(Redis.Endpoint));
        await rooms.GetOwnerAsync("r", Cancellation);
        Redis.Process.Send(Signal.Stop);
        try
        {
            for (var i = 0; i < 6; i++) // past the 4 s after which the client gives the connection up
            {
                var started = Stopwatch.GetTimestamp();
                var failure = await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await rooms.GetOwnerAsync("r", Cancellation));
                Assert.True(failure.IsTransient);
                Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 2);
                await Task.Delay(200, Cancellation);
            }
        }
        finally
        {
            Redis.Process.Send(Signal.Continue);
        }

        await Eventually.TrueAsync(() => WorksAsync(rooms), "it works again", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Call_ServerBecomesAReplicaAndMasterAgain_WorksSoonAfter()
    {
        var links = await ConnectAsync(Redis.Endpoint);
        var rooms = StoreFixture.Rooms(links);
        await rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation);

        await Redis.Database.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{FreePorts.Next()}");
        var failure = await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await rooms.ClaimAsync("r", "a", "b", ClaimMode.OrCreate, Cancellation));
        Assert.True(failure.IsTransient);
        await Redis.Database.ExecuteAsync("REPLICAOF", "NO", "ONE");

        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await rooms.ClaimAsync("r", "a", "b", ClaimMode.OrCreate, Cancellation)).Outcome == ClaimOutcome.Claimed;
                }
                catch (ClusterUnavailableException)
                {
                    return false;
                }
            },
            "the room can be claimed",
            TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Call_AnsweredReadOnly_ConnectsAnew()
    {
        var links = await ConnectAsync(Redis.Endpoint);
        var server = links.Commits.GetServer(Redis.Endpoint);
        var before = (long)await server.ExecuteAsync("CLIENT", "ID");
        await Redis.Database.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{FreePorts.Next()}");

        await Assert.ThrowsAsync<RedisServerException>(() => server.ExecuteAsync("SET", "x", "y"));

        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (long)await server.ExecuteAsync("CLIENT", "ID") != before;
                }
                catch (RedisConnectionException)
                {
                    return false;
                }
            },
            "it is another connection");
        Assert.Contains("RedisReadOnly", _log.Events);
    }

    [Fact]
    public async Task Call_KeyOfAnotherType_IsAFaultThatStays()
    {
        var rooms = StoreFixture.Rooms(await ConnectAsync(Redis.Endpoint));
        await Redis.Database.ListRightPushAsync("room:instance:r", "x");

        var failure = await Assert.ThrowsAsync<ClusterUnavailableException>(async () => await rooms.ClaimAsync("r", null, "a", ClaimMode.OrCreate, Cancellation));

        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task ClaimAsync_WithAReplica_WaitsForIt()
    {
        var rooms = StoreFixture.Rooms(await ConnectAsync(Redis.Endpoint));
        await rooms.ClaimAsync("r1", null, "a", ClaimMode.OrCreate, Cancellation);
        Assert.False((await Redis.CommandCountsAsync()).ContainsKey("wait"));

        await using var replica = await RedisProcess.StartAsync(options: ["--replicaof", "127.0.0.1", $"{Redis.Port}"]);
        var master = Redis.Connection.GetServer(Redis.Endpoint);
        await Eventually.TrueAsync(
            async () => (await master.InfoRawAsync("replication"))!.Contains("state=online", StringComparison.Ordinal), "the replica is online");
        var stored = await ConnectionMultiplexer.ConnectAsync($"{replica.Endpoint}");
        _open.Add(stored);
        // On a busy machine the replica may take longer than a claim waits, and is then not waited for again for a while.
        var (claims, waited) = (0, 0L);
        await Eventually.TrueAsync(
            async () =>
            {
                await rooms.ClaimAsync($"with{++claims}", null, "a", ClaimMode.OrCreate, Cancellation);
                var owner = await stored.GetDatabase().StringGetAsync($"room:instance:with{claims}", CommandFlags.PreferReplica); // at once: it was waited for
                var before = waited;
                waited = (await Redis.CommandCountsAsync()).GetValueOrDefault("wait");
                return waited > before && owner == "a";
            },
            "a claim waits until the replica has it");

        replica.Process.Send(Signal.Stop);
        await rooms.ClaimAsync("r3", null, "a", ClaimMode.OrCreate, Cancellation); // waits for nothing, once
        var waits = (await Redis.CommandCountsAsync())["wait"];
        for (var i = 0; i < 5; i++)
            await rooms.ClaimAsync($"r4{i}", null, "a", ClaimMode.OrCreate, Cancellation);
        Assert.Equal(waits, (await Redis.CommandCountsAsync())["wait"]);
    }

    [Theory]
    [InlineData("allkeys-lru", "100mb", true)]
    [InlineData("allkeys-lru", "0", false)]
    [InlineData("noeviction", "100mb", false)]
    public async Task ConnectAsync_ServerThatMayEvict_IsWarnedOf(string policy, string limit, bool warns)
    {
        await Redis.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", policy, "maxmemory", limit);

        await ConnectAsync(Redis.Endpoint);

        Assert.Equal(warns, _log.Events.Contains("EvictionPossible"));
    }

    [Fact]
    public async Task ConnectAsync_InfoRefused_ConnectsAndWarnsOfNothing()
    {
        await Redis.Database.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", "100mb");
        await Redis.Database.ExecuteAsync("ACL", "SETUSER", "default", "-info");

        var links = await ConnectAsync(Redis.Endpoint);

        Assert.True(links.IsConnected);
        Assert.DoesNotContain("EvictionPossible", _log.Events);
    }

    private static async Task<bool> WorksAsync(IRoomStore rooms)
    {
        try
        {
            await rooms.GetOwnerAsync("r", Cancellation);
            return true;
        }
        catch (ClusterUnavailableException)
        {
            return false;
        }
    }

    private async Task<RedisLinks> ConnectAsync(string connection)
    {
        var links = await RedisLinks.ConnectAsync(connection, "test", _log, Cancellation);
        _open.Add(links);
        return links;
    }
}
