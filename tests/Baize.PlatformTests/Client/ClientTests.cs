using System.Collections.Concurrent;
using Baize.Client;
using Baize.Client.Events;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Client;

/// <summary>The .NET client against real processes, with faults.</summary>
[Collection(MeasuredTests.Name)]
public sealed class ClientTests
{
    private const int Cuts = 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_BetweenCommitAndAck_AThousandTimes_HasAThousandEffects()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { WithoutApi = true });
        await using var proxy = new CuttingProxy([.. platform.Servers.Select(s => s.Port)]);
        var reports = new ConcurrentQueue<BaizeException>();
        await using var sender = Client(new BaizeClientOptions
        {
            Url = proxy.Url,
            BackoffMin = TimeSpan.FromMilliseconds(1),
            BackoffMax = TimeSpan.FromMilliseconds(50),
            OnError = reports.Enqueue,
        });
        await using var observer = Client(new BaizeClientOptions { Url = new Uri($"ws://127.0.0.1:{platform.Servers[0].Port}/ws"), OnError = reports.Enqueue });
        Watched[] watched = [new(sender.Room("net-cuts")), new(observer.Room("net-cuts"))];
        foreach (var client in (BaizeClient[])[observer, sender])
        {
            await client.ConnectAsync(Cancellation);
            await client.JoinAsync("net-cuts", cancellationToken: Cancellation);
        }

        var acks = new List<long>();
        for (var n = 0; n < Cuts; n++)
            acks.Add(await sender.Room("net-cuts").SendAsync(n, cancellationToken: Cancellation));

        Assert.Equal(Cuts, proxy.Cuts);
        foreach (var seen in watched)
        {
            await seen.ForMessagesAsync(Cuts);
            Assert.Equal(Enumerable.Range(0, Cuts), seen.Messages.Select(m => m.Data.GetInt32()));
            Assert.Equal(acks, seen.Messages.Select(m => m.Seq)); // the ack after the reconnect names the one event
            Assert.Empty(seen.Faults);
        }
        Assert.Empty(reports);
        platform.AssertNoFaults();
    }

    [Theory]
    [InlineData(Signal.Kill)]
    [InlineData(Signal.Terminate)]
    public async Task InstanceGoesAway_ClientsGoOnElsewhere_WithoutAFault(int signal)
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Environment = new Dictionary<string, string?> { ["DRAIN_TIMEOUT"] = "5" } });
        var reports = new ConcurrentQueue<BaizeException>();
        BaizeClientOptions Options() => new() { Api = new Uri($"http://127.0.0.1:{platform.ApiPort}"), OnError = reports.Enqueue };
        await using var first = Client(Options());
        await using var second = Client(Options());
        Watched[] watched = [new(first.Room("net-away")), new(second.Room("net-away"))];
        foreach (var client in (BaizeClient[])[first, second])
            await client.ConnectAsync(Cancellation);
        await Task.WhenAll(first.JoinAsync("net-away", cancellationToken: Cancellation), second.JoinAsync("net-away", cancellationToken: Cancellation));
        var left = first.Session!.InstanceId;

        var acks = new List<long>();
        for (var n = 0; n < 100; n++)
        {
            if (n == 50)
                platform.Servers.Single(s => s.InstanceId == left).Process.Send(signal);
            acks.Add(await first.Room("net-away").SendAsync(n, cancellationToken: Cancellation));
        }
        await Eventually.TrueAsync(() => first.Session is { } session && session.InstanceId != left, "the client is elsewhere");
        acks.Add(await first.Room("net-away").SendAsync(100, cancellationToken: Cancellation));

        foreach (var seen in watched)
        {
            await seen.ForMessagesAsync(101);
            Assert.Equal(Enumerable.Range(0, 101), seen.Messages.Select(m => m.Data.GetInt32()));
            Assert.Equal(acks, seen.Messages.Select(m => m.Seq));
            Assert.Empty(seen.Faults);
        }
        Assert.Empty(reports);
    }

    [Fact]
    public async Task Example_OfTheReadme_RunsAsItStandsThere()
    {
        await using var platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 1 });
        await using var other = Client(new BaizeClientOptions { Api = new Uri($"http://127.0.0.1:{platform.ApiPort}") });
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Room("room123").On<RoomMessage>(message => heard.TrySetResult(message.Data.GetProperty("text").GetString()!));
        await other.ConnectAsync(Cancellation);
        await other.JoinAsync("room123", cancellationToken: Cancellation);

        await ReadmeExample.RunAsync($"http://127.0.0.1:{platform.ApiPort}");

        Assert.Equal("hello", await heard.Task.WaitAsync(Eventually.Deadline, Cancellation));
        Assert.Contains(ReadmeExample.Source, await File.ReadAllTextAsync(Repository.File("src", "Baize.Client", "README.md"), Cancellation), StringComparison.Ordinal);
    }

    private static BaizeClient Client(BaizeClientOptions options)
    {
        options.Token = Tokens.Valid(Tokens.NewUser());
        options.RequestTimeout = TimeSpan.FromMinutes(2); // a machine at its limit is not what is tested here
        return new BaizeClient(options);
    }
}
