using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>
/// A client's frames on their way to its rooms: one at a time, so that what a client sent first takes effect first, also
/// when a room changes hands in between. Costs nothing while nothing waits.
/// </summary>
internal sealed class Inbox(Connection connection, FrameHandler frames)
{
    /// <summary>Frames that may wait. Beyond it the client's socket is not read on.</summary>
    private const int Capacity = 64;

    private readonly Lock _lock = new();
    private Queue<(ClientFrame Frame, long Since)>? _waiting;
    private TaskCompletionSource? _drained;
    private bool _busy;

    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _waiting?.Count >= Capacity;
        }
    }

    /// <summary>Handles a frame now, or when those before it are done.</summary>
    public void Post(in ClientFrame frame)
    {
        lock (_lock)
        {
            if (_busy)
            {
                (_waiting ??= new()).Enqueue((frame, frames.Timestamp));
                return;
            }
            _busy = true;
        }
        var handled = frames.HandleAsync(connection, frame, frames.Timestamp);
        if (handled.IsCompletedSuccessfully)
            Next();
        else
            _ = FinishAsync(handled);
    }

    /// <summary>Waits until there is room again.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_waiting is not { Count: >= Capacity })
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private async Task FinishAsync(ValueTask handled)
    {
        await handled; // never throws
        Next();
    }

    private void Next()
    {
        lock (_lock)
        {
            if (_waiting is not { Count: > 0 })
            {
                _busy = false;
                _waiting = null;
                return;
            }
        }
        _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            (ClientFrame Frame, long Since) next;
            TaskCompletionSource? drained = null;
            lock (_lock)
            {
                if (_waiting is null || !_waiting.TryDequeue(out next))
                {
                    _busy = false;
                    _waiting = null;
                    return;
                }
                if (_waiting.Count < Capacity / 2)
                    (drained, _drained) = (_drained, null);
            }
            drained?.SetResult();
            await frames.HandleAsync(connection, next.Frame, next.Since);
        }
    }
}
