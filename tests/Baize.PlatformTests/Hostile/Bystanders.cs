using System.Diagnostics;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>Two players on two instances who talk all the while: what they notice, others' faults have touched.</summary>
internal sealed class Bystanders : IAsyncDisposable
{
    /// <summary>Far above what a message takes (about a millisecond), far below a stall that players would feel as a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _room = $"bystanders-{Guid.NewGuid():N}";
    private readonly CancellationTokenSource _stop = new();
    private readonly GameClient _first;
    private readonly GameClient _second;
    private readonly Task _talking;
    private TimeSpan _slowest;
    private int _said;

    private Bystanders(GameClient first, GameClient second)
    {
        (_first, _second) = (first, second);
        _talking = TalkAsync();
    }

    /// <summary>Starts their talk: one of them on the instance that will be attacked.</summary>
    public static async Task<Bystanders> StartAsync(int attackedPort, int otherPort)
    {
        var pair = new Bystanders(await GameClient.ConnectAsync(attackedPort), await GameClient.ConnectAsync(otherPort));
        await Eventually.TrueAsync(() => pair._said > 5 || pair._talking.IsFaulted, "bystanders talk");
        return pair;
    }

    /// <summary>Lets them say a little more, then expects that they noticed nothing.</summary>
    public async Task AssertUntouchedAsync()
    {
        var before = _said;
        await Eventually.TrueAsync(() => _said > before + 5 || _talking.IsCompleted, "bystanders still talk");
        await _stop.CancelAsync();
        await _talking;
        Assert.Empty(_first.Faults);
        Assert.Empty(_second.Faults);
        Assert.False(_first.IsClosed || _second.IsClosed);
        Assert.Equal(_said, _second.Room(_room).Events.Count(e => e.Type == "message"));
        Assert.True(_slowest < Patience, $"A bystander waited {_slowest.TotalMilliseconds:0} ms for a message.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // told by AssertUntouchedAsync
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _stop.Dispose();
    }

    private async Task TalkAsync()
    {
        await _first.JoinAsync(_room);
        await _second.JoinAsync(_room);
        while (!_stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            var text = $"{_said + 1}";
            await _first.SayAsync(_room, new { text });
            await _second.WaitForAsync(e => e.Type == "message" && e.RoomId == _room && e.Text("text") == text, $"message {text}");
            _said++;
            var took = Stopwatch.GetElapsedTime(started);
            _slowest = took > _slowest ? took : _slowest;
            await Task.Delay(30, CancellationToken.None); // under the rate limit
        }
    }
}
