using Baize.Cluster.Bus;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>
/// After a break. Publishing and subscriptions have a connection each, and either may break alone. The client subscribes
/// again by itself, but says that it is connected before the server has taken the subscription, and subscriptions have been
/// lost for good in the past. So the handler hears of the return only when a word of ours has come round on our own channel:
/// what it reads from the logs then leaves no gap.
/// </summary>
internal sealed partial class RedisBus
{
    private static readonly TimeSpan EchoTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _mendLock = new();
    private Task? _mending;
    private int _breaks;
    private bool _isUnheard; // Redis said lately that nobody listens to our own channel

    private void OnRestored(object? sender, ConnectionFailedEventArgs args) => OnRestored();

    private void OnRestored()
    {
        lock (_mendLock)
            _breaks++;
        Mend();
    }

    private void Mend()
    {
        lock (_mendLock)
        {
            if (_mending is null or { IsCompleted: true } && !_stopping.IsCancellationRequested)
                _mending = MendAsync();
        }
    }

    private async Task MendAsync()
    {
        await Task.Yield();
        try
        {
            for (var failures = 0; ;)
            {
                var breaks = Volatile.Read(ref _breaks);
                if (await HearsItselfAsync())
                {
                    lock (_mendLock)
                    {
                        if (breaks != _breaks)
                            continue; // the two connections come back one after the other: told once
                        _mending = null; // within the lock: a break from now on starts anew
                    }
                    Log.BusRestored(logger);
                    Tell(handler => handler.OnReconnected());
                    return;
                }
                if (failures == 0)
                    Log.BusSilent(logger);
                var longest = Math.Min(1_000, 50 << Math.Min(failures++, 5));
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(longest / 2, longest + 1)), time, _stopping.Token);
                if (_redis.IsConnected)
                    await ResubscribeAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task<bool> HearsItselfAsync()
    {
        var (number, answer) = _requests.Open(instanceId);
        if (!Send(instanceId, BusEntryType.Echo, kind: 0, number, []))
            _requests.Fail([number], BusOutcome.NotSent);
        return (await _requests.WaitAsync(number, answer, EchoTimeout, _stopping.Token)).Outcome == BusOutcome.Answered;
    }

    private async Task ResubscribeAsync()
    {
        await UnsubscribeAsync();
        try
        {
            await SubscribeAsync(_stopping.Token);
        }
        catch (ClusterUnavailableException ex)
        {
            Log.PublishFailed(logger, links.Keys.Bus(instanceId), ex.Message); // the loop tries again
        }
    }
}
