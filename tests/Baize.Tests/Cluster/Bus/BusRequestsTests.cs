using Baize.Cluster.Bus;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Cluster.Bus;

public sealed class BusRequestsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly BusRequests _requests;

    public BusRequestsTests() => _requests = new BusRequests(_time);

    [Fact]
    public async Task Answer_FromTheOneAsked_EndsTheWait()
    {
        var (number, answer) = _requests.Open("b");
        var wait = WaitAsync(number, answer);

        Assert.True(_requests.Answer("b", number, new byte[] { 7 }));

        Assert.Equal(BusOutcome.Answered, (await wait).Outcome);
        Assert.Equal([7], (await wait).Body.ToArray());
    }

    [Fact]
    public async Task Answer_FromSomeoneElse_IsNone()
    {
        var (number, answer) = _requests.Open("b");
        var wait = WaitAsync(number, answer);

        Assert.False(_requests.Answer("c", number, default));
        Assert.False(_requests.Answer("b", number + 1, default));

        Assert.False(wait.IsCompleted);
        _time.Advance(Second);
        Assert.Equal(BusOutcome.TimedOut, (await wait).Outcome);
    }

    [Fact]
    public async Task Answer_AfterTheTimeout_IsNone()
    {
        var (number, answer) = _requests.Open("b");
        var wait = WaitAsync(number, answer);
        _time.Advance(Second);
        await wait;

        Assert.False(_requests.Answer("b", number, default));
    }

    [Fact]
    public async Task Answer_Twice_TheFirstCounts()
    {
        var (number, answer) = _requests.Open("b");

        Assert.True(_requests.Answer("b", number, new byte[] { 1 }));
        Assert.False(_requests.Answer("b", number, new byte[] { 2 }));

        Assert.Equal([1], (await WaitAsync(number, answer)).Body.ToArray());
    }

    [Theory]
    [InlineData(BusOutcome.Unheard)]
    [InlineData(BusOutcome.NotSent)]
    public async Task Fail_SomeOfThem_EndsTheseAlone(BusOutcome outcome)
    {
        var first = _requests.Open("b");
        var second = _requests.Open("b");

        _requests.Fail([first.Number, 12345], outcome);

        Assert.Equal(outcome, (await WaitAsync(first.Number, first.Answer)).Outcome);
        Assert.False(second.Answer.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_Cancelled_ForgetsTheRequest()
    {
        using var cancellation = new CancellationTokenSource();
        var (number, answer) = _requests.Open("b");
        var wait = _requests.WaitAsync(number, answer, Second, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.False(_requests.Answer("b", number, default));
    }

    [Fact]
    public void Open_TwoProcesses_DoNotCountFromTheSameNumber() =>
        Assert.NotEqual(_requests.Open("b").Number, new BusRequests(_time).Open("b").Number);

    private Task<BusAnswer> WaitAsync(ulong number, Task<BusAnswer> answer) =>
        _requests.WaitAsync(number, answer, Second, TestContext.Current.CancellationToken).AsTask();
}
