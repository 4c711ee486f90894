using System.Threading.Channels;
using Baize.Client.Rooms;

namespace Baize.Client.Events;

/// <summary>
/// Hands events to handlers, one at a time and in order, on no thread of the caller's. What a room shows (<see cref="Room.Seq"/>,
/// <see cref="Room.State"/>, …) changes with the event that changes it.
/// </summary>
internal sealed class Pump
{
    /// <summary>Events that may wait. Beyond it the connection is not read: the server sees a slow consumer, and the client resumes later.</summary>
    private const int Capacity = 1_024;

    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true });
    private readonly AsyncLocal<bool> _isHandler = new();
    private readonly object _lock = new();
    private readonly Task _running;
    private int _waiting;
    private TaskCompletionSource<bool>? _drained;

    public Pump() => _running = Task.Run(RunAsync);

    /// <summary>Adds an event.</summary>
    public void Post(Handlers handlers, object item, Room? room = null, RoomSnapshot? snapshot = null)
    {
        lock (_lock)
            _waiting++;
        _items.Writer.TryWrite(new Item(handlers, item, room, snapshot));
    }

    /// <summary>Waits until there is room for what comes next. Completed where there is already.</summary>
    public Task ForRoomAsync()
    {
        lock (_lock)
        {
            if (_waiting < Capacity)
                return Task.CompletedTask;
            _drained ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Ends it when what waits has been handled. Called by a handler it does not wait for that handler.</summary>
    public Task CompleteAsync()
    {
        _items.Writer.TryComplete();
        return _isHandler.Value ? Task.CompletedTask : _running;
    }

    private async Task RunAsync()
    {
        _isHandler.Value = true;
        await foreach (var item in _items.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (item.Snapshot is not null)
                item.Room!.Show(item.Snapshot);
            await item.Handlers.InvokeAsync(item.Event).ConfigureAwait(false);
            Done();
        }
    }

    private void Done()
    {
        TaskCompletionSource<bool>? drained = null;
        lock (_lock)
        {
            if (--_waiting == Capacity / 2)
                (drained, _drained) = (_drained, null);
        }
        drained?.SetResult(true);
    }

    private readonly record struct Item(Handlers Handlers, object Event, Room? Room, RoomSnapshot? Snapshot);
}
