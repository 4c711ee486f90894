using Baize.Client.Events;
using Baize.Tests.Client.Support;

namespace Baize.Tests.Client;

/// <summary>How events reach the application.</summary>
public sealed class HandlerTests
{
    [Fact]
    public async Task On_AsyncHandler_GetsTheNextEventWhenItHasEnded()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var log = new Waiting<string>("a line");
        var gate = new TaskCompletionSource();
        test.Room.On<RoomMessage>(async message =>
        {
            log.Add($"in {message.Seq}");
            if (message.Seq == 11)
                await gate.Task;
            log.Add($"out {message.Seq}");
        });

        await test.MessageAsync(11);
        await test.MessageAsync(12);
        Assert.Equal("in 11", await log.NextAsync());
        var said = test.Room.SendAsync(1, cancellationToken: TestContext.Current.CancellationToken); // an answer does not wait for handlers
        await test.AckAsync(await test.Server.Frames.NextAsync(), 13);
        Assert.Equal(13, await said.WaitAsync(Waiting<int>.Deadline, TestContext.Current.CancellationToken));
        Assert.True(log.IsEmpty);
        Assert.Equal(11, test.Room.Seq); // what the room shows is as old as the event being handled
        gate.SetResult();

        Assert.Equal(["out 11", "in 12", "out 12"], [await log.NextAsync(), await log.NextAsync(), await log.NextAsync()]);
    }

    [Fact]
    public async Task On_HandlerThatAsksAndJoins_GetsItsAnswers()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var done = new Waiting<long>("the handler's end");
        test.Room.On<RoomMessage>(async _ =>
        {
            await test.Client.JoinAsync("r2");
            done.Add(await test.Room.SendAsync("reply"));
        });

        await test.MessageAsync(11);
        await test.AnswerJoinAsync(recovered: false, "r2");
        await test.AckAsync(await test.Server.Frames.NextAsync(), 12);

        Assert.Equal(12, await done.NextAsync());
    }

    [Fact]
    public async Task DisposeAsync_FromAHandler_Ends()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var done = new Waiting<int>("the end of the disposal");
        test.Room.On<RoomMessage>(async _ =>
        {
            await test.Client.DisposeAsync();
            done.Add(1);
        });

        await test.MessageAsync(11);

        Assert.Equal(1, await done.NextAsync());
    }

    [Fact]
    public async Task On_AsyncHandlerThatThrows_IsReportedAndTheNextEventComes()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        test.Room.On<RoomMessage>(async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("mine");
        });
        var events = test.Hear();

        await test.MessageAsync(11);
        await test.MessageAsync(12);

        Assert.Equal("mine", (await test.Reports.NextAsync()).InnerException!.Message);
        Assert.Equal(11, (await events.NextAsync()).Seq);
        Assert.Equal(12, (await events.NextAsync()).Seq);
    }

    [Fact]
    public async Task OnError_ThatThrows_HarmsNothing()
    {
        await using var test = new TestClient(options => options.OnError = _ => throw new InvalidOperationException("the hook"));
        await test.JoinAsync();
        test.Room.On<RoomMessage>(void (_) => throw new InvalidOperationException("the handler"));
        var events = test.Hear();

        await test.MessageAsync(11);
        await test.Server.SendAsync("nonsense");
        await test.MessageAsync(12);

        Assert.Equal(11, (await events.NextAsync()).Seq);
        Assert.Equal(12, (await events.NextAsync()).Seq);
    }

    [Fact]
    public async Task Dispose_OfASubscription_EndsIt()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var seen = new Waiting<long>("an event");
        var subscription = test.Room.On<RoomMessage>(message => seen.Add(message.Seq));
        var events = test.Hear();

        await test.MessageAsync(11);
        await events.NextAsync();
        subscription.Dispose();
        await test.MessageAsync(12);
        await events.NextAsync();

        Assert.Equal(11, await seen.NextAsync());
        Assert.True(seen.IsEmpty);
    }

    [Fact]
    public async Task On_HandlerSlowerThanTheServer_HoldsTheReadingAndMissesNothing()
    {
        const int Events = 5_000; // several times what may wait
        await using var test = new TestClient(options =>
        {
            // The reading is held for longer than this: silence of our own making must not count as the server's.
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(700);
            options.HeartbeatTimeout = TimeSpan.FromMilliseconds(700);
        });
        await test.JoinAsync();
        var gate = new TaskCompletionSource();
        var seen = new Waiting<long>("an event");
        test.Room.On<RoomMessage>(async message =>
        {
            await gate.Task;
            seen.Add(message.Seq);
        });

        for (var seq = 11L; seq <= 10 + Events; seq++)
            await test.MessageAsync(seq);
        await Task.Delay(2_000, TestContext.Current.CancellationToken);
        Assert.True(test.Server.Handshakes.IsEmpty);
        gate.SetResult();

        for (var seq = 11L; seq <= 10 + Events; seq++)
            Assert.Equal(seq, await seen.NextAsync());
    }

    [Fact]
    public async Task Post_MoreThanMayWait_AsksTheReaderToWait()
    {
        var pump = new Pump();
        var gate = new TaskCompletionSource();
        var handlers = new Handlers(_ => { });
        handlers.Add<string>(_ => gate.Task);

        var room = Task.CompletedTask;
        var posted = 0;
        for (; room.IsCompleted && posted < 100_000; posted++)
        {
            pump.Post(handlers, "event");
            room = pump.ForRoomAsync();
        }
        Assert.InRange(posted, 1_000, 2_000);
        gate.SetResult();

        await room.WaitAsync(Waiting<int>.Deadline, TestContext.Current.CancellationToken);
        await pump.CompleteAsync().WaitAsync(Waiting<int>.Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task On_RoomEvent_GetsEachKindAsItsOwnType()
    {
        await using var test = new TestClient();
        await test.JoinAsync();
        var events = test.Hear();

        await test.Server.SendAsync("""{"type":"timer_start","room_id":"r1","seq":11,"data":{"name":"turn","user_id":8,"deadline_at":1700000030000,"duration_ms":30000}}""");
        await test.Server.SendAsync("""{"type":"game_state_update","room_id":"r1","seq":12,"data":{"state":{"turn":8}}}""");
        await test.Server.SendAsync("""{"type":"room_updated","room_id":"r1","user_id":8,"seq":13,"data":{"action":"ready","user_id":8,"room_data":{"ready":2}}}""");
        await test.Server.SendAsync("""{"type":"game_end","room_id":"r1","seq":14,"data":{"result":{"winner":8}}}""");

        var timer = Assert.IsType<TimerStarted>(await events.NextAsync());
        Assert.Equal(("turn", 8, TimeSpan.FromSeconds(30)), (timer.Name, timer.TimerUserId, timer.Duration));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000030000), timer.DeadlineAt);
        Assert.Equal(8, Assert.IsType<GameStateUpdated>(await events.NextAsync()).State.GetProperty("turn").GetInt32());
        var update = Assert.IsType<RoomUpdated>(await events.NextAsync());
        Assert.Equal(("ready", null, 2), (update.Action, update.Room, update.RoomData.GetProperty("ready").GetInt32()));
        Assert.Equal(8, Assert.IsType<GameEnded>(await events.NextAsync()).Result.GetProperty("winner").GetInt32());
    }
}
