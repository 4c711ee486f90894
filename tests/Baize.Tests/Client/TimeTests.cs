using Baize.Client;
using Baize.Client.Connections;
using Baize.Tests.Client.Support;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Client;

/// <summary>The clock's part, with the defaults as they are documented.</summary>
public sealed class TimeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_OfTwentySeconds_IsAsked_AndOfTenMoreEndsTheConnection()
    {
        var time = new FakeTimeProvider();
        await using var test = new TestClient(options => options.TimeProvider = time);
        await test.ConnectAsync();

        time.Advance(TimeSpan.FromSeconds(19.9));
        await Task.Delay(50, Cancellation);
        Assert.True(test.Server.Frames.IsEmpty);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("ping", (await test.Server.Frames.NextAsync())!["type"]!.GetValue<string>());
        time.Advance(TimeSpan.FromSeconds(9.9));
        await Task.Delay(50, Cancellation);
        Assert.Equal(ConnectionStatus.Connected, test.Client.State.Status);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await test.Server.AcceptAsync("gs-b"); // at once: no time has to pass
    }

    [Fact]
    public async Task Request_WithoutAnswer_FailsAfterThirtySeconds()
    {
        var time = new FakeTimeProvider();
        await using var test = new TestClient(options =>
        {
            options.TimeProvider = time;
            options.RequestTimeout = new BaizeClientOptions().RequestTimeout;
            options.HeartbeatTimeout = TimeSpan.FromHours(1); // that is another test's
        });
        await test.JoinAsync();
        var said = test.Room.SendAsync(1, cancellationToken: Cancellation);
        await test.Server.Frames.NextAsync();

        time.Advance(TimeSpan.FromSeconds(29.9));
        await Task.Delay(50, Cancellation);
        Assert.False(said.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal("timeout", (await Assert.ThrowsAsync<BaizeException>(() => said.WaitAsync(Waiting<int>.Deadline, Cancellation))).Code);
    }

    [Fact]
    public void Backoff_OfRisingTries_DoublesUpToItsBoundWithHalfAtRandom()
    {
        var (min, max) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        foreach (var (attempt, full) in (ReadOnlySpan<(int, double)>)[(1, 200), (2, 400), (3, 800), (6, 6_400), (7, 10_000), (1_000_000, 10_000)])
        {
            var waits = Enumerable.Range(0, 200).Select(_ => Backoff.Of(attempt, min, max).TotalMilliseconds).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, full / 2, full));
            Assert.True(waits.Distinct().Count() > 50, "the waits are all alike");
        }
    }

    [Fact]
    public void Pace_OfFiftyASecond_StaysUnderTheServersBucketAtAllTimes()
    {
        var pace = new Pace(50, TimeSpan.Zero);
        var (tokens, last) = (100.0, TimeSpan.Zero); // the server's: twice the rate, refilled at the rate
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(20); now += TimeSpan.FromMilliseconds(3))
        {
            if (pace.Take(now) > TimeSpan.Zero)
                continue;
            tokens = Math.Min(100, tokens + (now - last).TotalSeconds * 50) - 1;
            last = now;
            Assert.True(tokens >= 0, $"refused at {now}");
        }
        Assert.InRange(tokens, 0, 30); // and not by far: the rate is used
    }
}
