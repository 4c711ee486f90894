using Baize.Client;
using Baize.Tests.Client.Support;

namespace Baize.Tests.Client;

/// <summary>What a caller may do: cancel, dispose, give tokens, run where a SynchronizationContext is.</summary>
public sealed class CallingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_Cancelled_EndsTheWaitAndIsNotSentAgain()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        using var cancel = new CancellationTokenSource();
        var said = test.Room.SendAsync("cancelled", cancellationToken: cancel.Token);
        await test.Server.Frames.NextAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said);
        test.Server.Cut();
        await test.Server.AcceptAsync("gs-b");
        await test.AnswerJoinAsync(recovered: true);
        var after = test.Room.SendAsync("after", cancellationToken: Cancellation);

        var next = await test.Server.Frames.NextAsync();
        Assert.Equal("after", next!["data"]!.GetValue<string>());
        await test.AckAsync(next, 11);
        Assert.Equal(11, await after);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_ClosesTheClient()
    {
        await using var test = new TestClient();
        using var cancel = new CancellationTokenSource();
        var connecting = test.Client.ConnectAsync(cancel.Token);
        await test.Server.Handshakes.NextAsync(); // and never answered

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Waiting<int>.Deadline, Cancellation));
        Assert.Equal(ConnectionStatus.Closed, test.Client.State.Status);
    }

    [Fact]
    public async Task JoinAsync_Cancelled_IsUndoneWhenTheAnswerComesLate()
    {
        await using var test = new TestClient();
        await test.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var joining = test.Room.JoinAsync(cancellationToken: cancel.Token);
        var join = await test.Server.Frames.NextAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        await test.Server.SendAsync($$"""{"type":"room_joined","room_id":"r1","id":{{join!["id"]!.ToJsonString()}},"data":{"log":"L1","seq":1,"recovered":false} }""");

        Assert.Equal("leave_room", (await test.Server.Frames.NextAsync())!["type"]!.GetValue<string>());
        Assert.False(test.Room.IsIn);
    }

    [Fact]
    public async Task DisposeAsync_WhileThingsWait_FailsThemAndEnds()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var said = test.Room.SendAsync(1, cancellationToken: Cancellation);
        await test.Server.Frames.NextAsync();

        await test.Client.DisposeAsync().AsTask().WaitAsync(Waiting<int>.Deadline, Cancellation);

        Assert.Equal("closed", (await Assert.ThrowsAsync<BaizeException>(() => said)).Code);
        Assert.Equal(1000, await test.Server.Ends.NextAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Client.ConnectAsync(Cancellation));
    }

    [Fact]
    public async Task TokenProvider_IsAskedBeforeEachTry()
    {
        var tokens = 0;
        await using var test = new TestClient(options => options.TokenProvider = _ => new ValueTask<string>($"token {++tokens}"));
        var connecting = test.Client.ConnectAsync(Cancellation);
        Assert.Equal("token 1", (await test.Server.AcceptAsync("gs-a")).Token);
        await connecting;

        test.Server.Cut();

        Assert.Equal("token 2", (await test.Server.AcceptAsync("gs-a")).Token);
    }

    [Fact]
    public async Task TokenProvider_ThatFails_IsAskedAgain()
    {
        var asked = 0;
        await using var test = new TestClient(options => options.TokenProvider = _ => ++asked < 3 ? throw new HttpRequestException("away") : new ValueTask<string>("token"));
        var connecting = test.Client.ConnectAsync(Cancellation);

        await test.Server.AcceptAsync("gs-a");

        await connecting;
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task AnyCall_UnderASynchronizationContext_NeverNeedsIt()
    {
        await using var test = new TestClient();
        var server = Task.Run(
            async () =>
            {
                await test.Server.AcceptAsync("gs-a");
                await test.AnswerJoinAsync(recovered: false);
                await test.AckAsync(await test.Server.Frames.NextAsync(), 11);
            },
            Cancellation);
        var context = new NeverRunningContext();
        var ended = new TaskCompletionSource();
        var caller = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            // A main thread that blocks, as Unity's may: each await that wanted to come back to it would wait for ever.
            try
            {
                test.Client.ConnectAsync(Cancellation).GetAwaiter().GetResult();
                test.Room.JoinAsync(cancellationToken: Cancellation).GetAwaiter().GetResult();
                test.Room.SendAsync(1, cancellationToken: Cancellation).GetAwaiter().GetResult();
                test.Client.DisposeAsync().AsTask().GetAwaiter().GetResult();
                ended.SetResult();
            }
            catch (Exception ex)
            {
                ended.SetException(ex);
            }
        });
        caller.Start();

        await server;
        await ended.Task.WaitAsync(Waiting<int>.Deadline, Cancellation);
        Assert.Equal(0, context.Posts);
    }

    [Theory]
    [InlineData("Url and Api are both missing", null, null, "token")]
    [InlineData("Url is http://h/ws", "http://h/ws", null, "token")]
    [InlineData("Api is ws://h/", null, "ws://h", "token")]
    [InlineData("Token and TokenProvider are both missing", "ws://h/ws", null, null)]
    public void Constructor_OptionThatCannotWork_SaysWhich(string expected, string? url, string? api, string? token)
    {
        var options = new BaizeClientOptions { Url = url is null ? null : new Uri(url), Api = api is null ? null : new Uri(api), Token = token };

        var fault = Assert.Throws<ArgumentException>(() => new BaizeClient(options));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActAsync_DataThatIsNoObject_IsRefusedAtOnce()
    {
        await using var test = new TestClient();
        await test.JoinAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => test.Room.ActAsync("play", "not an object", cancellationToken: Cancellation));
        Assert.Throws<ArgumentException>(() => test.Client.Room("no/room"));
    }

    private sealed class NeverRunningContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => _posts;

        public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posts);
    }
}
