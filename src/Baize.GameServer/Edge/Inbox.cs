using Baize.Protocol.Frames;

namespace Baize.GameServer.Edge;

/// <summary>
/// A client's frames on their way to its rooms: one at a time, so that what a client sent first takes effect first, also
/// when a room changes hands in between. Costs nothing while nothing waits.
/// </summary>
internal sealed class Inbox(Connection connection, FrameHandler frames)
{
    /// <summary>Frames that may wait. Beyond it the client's socket is not read on.</summary>
    private const int Capacity = 32;

    private readonly Lock _lock = new();
    private Queue<(ClientFrame Frame, long Since)>? _waiting;
    private bool _paused;
    private bool _busy;

    /// <summary>Whether a frame would be handled at once.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return !_busy;
        }
    }

    /// <summary>Handles a frame now, or when those before it are done.</summary>
    /// <returns>False where no more should come: the connection is not read until there is room again.</returns>
    public bool Post(in ClientFrame frame)
    {
        lock (_lock)
        {
            if (_busy)
            {
                (_waiting ??= new()).Enqueue((frame, frames.Timestamp));
                if (_waiting.Count >= Capacity && !_paused)
                {
                    _paused = true;
                    connection.PauseReading();
                }
                return !_paused;
            }
            _busy = true;
        }
        var handled = frames.HandleAsync(connection, frame, frames.Timestamp);
        if (handled.IsCompletedSuccessfully)
            Next();
        else
            _ = FinishAsync(handled);
        return true;
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
            lock (_lock)
            {
                if (_waiting is null || !_waiting.TryDequeue(out next))
                {
                    _busy = false;
                    _waiting = null;
                    return;
                }
                if (_paused && _waiting.Count < Capacity / 2)
                {
                    _paused = false;
                    connection.ResumeReading();
                }
            }
            await frames.HandleAsync(connection, next.Frame, next.Since);
        }
    }
}
