using System.Net;
using System.Net.Sockets;
using Baize.Chaos;

namespace Baize.Tests.Cli.Chaos;

public sealed class RedisRelayTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly TcpListener _redis = new(IPAddress.Loopback, port: 0);
    private RedisRelay _relay = null!;

    [Fact]
    public async Task Whole_PassesBytesBothWaysAndTheEnd()
    {
        var (instance, redis) = await ConnectAsync();
        using (redis)
        {
            using (instance)
            {
                await instance.SendAsync("ping"u8.ToArray());
                Assert.Equal("ping", await ReadAsync(redis));
                await redis.SendAsync("pong"u8.ToArray());
                Assert.Equal("pong", await ReadAsync(instance));
            }
            Assert.Equal("", await ReadAsync(redis));
        }
    }

    [Fact]
    public async Task Cut_NothingPassesAndNobodyIsTold()
    {
        var (instance, redis) = await ConnectAsync();
        using (redis)
        using (instance)
        {
            _relay.Cut();
            await instance.SendAsync("lost"u8.ToArray());
            await redis.SendAsync("lost"u8.ToArray());
            using var second = await DialAsync(); // accepted, and nobody answers
            await second.SendAsync("lost"u8.ToArray());
            instance.Close();

            Assert.False(redis.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectRead)); // neither bytes nor an end
            Assert.False(second.Poll(TimeSpan.Zero, SelectMode.SelectRead));
            Assert.False(_redis.Pending());
        }
    }

    [Fact]
    public async Task Mend_ConnectionsThatLostSomethingAreReset_NewOnesPass()
    {
        var (instance, redis) = await ConnectAsync();
        using (redis)
        using (instance)
        {
            _relay.Cut();
            await instance.SendAsync("lost"u8.ToArray());
            using var second = await DialAsync();
            Assert.False(redis.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead));

            _relay.Mend();

            foreach (var socket in (Socket[])[instance, redis, second])
                await Assert.ThrowsAsync<SocketException>(() => ReadAsync(socket));
            var (again, accepted) = await ConnectAsync();
            using (accepted)
            using (again)
            {
                await again.SendAsync("ping"u8.ToArray());
                Assert.Equal("ping", await ReadAsync(accepted));
            }
        }
    }

    [Fact]
    public async Task Mend_ConnectionThatLostNothing_GoesOn()
    {
        var (instance, redis) = await ConnectAsync();
        using (redis)
        using (instance)
        {
            _relay.Cut();
            _relay.Mend();

            await instance.SendAsync("ping"u8.ToArray());
            Assert.Equal("ping", await ReadAsync(redis));
        }
    }

    [Fact]
    public async Task RedisAway_ConnectionIsReset()
    {
        _redis.Stop();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var instance = await DialAsync(); // the reset may come as soon as here
            await ReadAsync(instance);
        });
    }

    public ValueTask InitializeAsync()
    {
        _redis.Start();
        _relay = new RedisRelay(((IPEndPoint)_redis.LocalEndpoint).Port, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _redis.Stop();
    }

    private async Task<(Socket Instance, Socket Redis)> ConnectAsync()
    {
        var instance = await DialAsync();
        return (instance, await _redis.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline));
    }

    private async Task<Socket> DialAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(_relay.Endpoint), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[16];
        var count = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, count);
    }
}
