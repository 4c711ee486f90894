using System.Collections.Concurrent;

namespace Baize.Cluster.Bus;

/// <summary>The requests that wait for an answer.</summary>
internal sealed class BusRequests(TimeProvider time)
{
    private readonly ConcurrentDictionary<ulong, Pending> _pending = new();

    // Not from 1: an answer to an earlier process of this instance id must not look like one to this process.
    private long _last = Random.Shared.NextInt64(long.MaxValue / 2);

    /// <summary>Opens a request to an instance; the answer comes only from there.</summary>
    public (ulong Number, Task<BusAnswer> Answer) Open(string instanceId)
    {
        var number = (ulong)Interlocked.Increment(ref _last);
        var pending = new Pending(instanceId);
        _pending[number] = pending;
        return (number, pending.Task);
    }

    /// <summary>Waits; whatever comes, the request is closed afterwards.</summary>
    /// <exception cref="OperationCanceledException">It is waited for no longer.</exception>
    public async ValueTask<BusAnswer> WaitAsync(ulong number, Task<BusAnswer> answer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            if (answer.IsCompleted || !_pending.TryGetValue(number, out var pending))
                return await answer;
            // Not Task.WaitAsync: it goes on on another thread.
            await using var timer = time.CreateTimer(
                static p => ((Pending)p!).TrySetResult(new BusAnswer(BusOutcome.TimedOut, default)), pending, timeout, Timeout.InfiniteTimeSpan);
            await using var registration = cancellationToken.UnsafeRegister(static (p, token) => ((Pending)p!).TrySetCanceled(token), pending);
            return await answer;
        }
        finally
        {
            _pending.TryRemove(number, out _);
        }
    }

    /// <returns>False for an answer that nobody waits for (any more), or from someone who was not asked.</returns>
    public bool Answer(string from, ulong number, ReadOnlyMemory<byte> body) =>
        _pending.TryGetValue(number, out var pending)
        && pending.InstanceId == from
        && pending.TrySetResult(new BusAnswer(BusOutcome.Answered, body));

    /// <summary>Ends requests that will have no answer.</summary>
    public void Fail(IReadOnlyList<ulong> numbers, BusOutcome outcome)
    {
        foreach (var number in numbers)
        {
            if (_pending.TryGetValue(number, out var pending))
                pending.TrySetResult(new BusAnswer(outcome, default));
        }
    }

    // The asker goes on on the thread that reads the bus: to wake another costs more than what is left to do.
    private sealed class Pending(string instanceId) : TaskCompletionSource<BusAnswer>
    {
        public string InstanceId { get; } = instanceId;
    }
}
