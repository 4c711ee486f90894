namespace Baize.Client.Events;

/// <summary>The application's handlers of one source of events. One that throws is reported and harms neither the others nor the stream.</summary>
internal sealed class Handlers(Action<BaizeException> report)
{
    private readonly object _lock = new();
    private Func<object, ValueTask>[] _handlers = []; // never changed, only replaced

    /// <summary>Adds a handler of a type of events and all that derive from it.</summary>
    /// <returns>Removes it.</returns>
    public IDisposable Add<TEvent>(Func<TEvent, Task> handler)
    {
        Func<object, ValueTask> added = item => item is TEvent wanted ? new ValueTask(handler(wanted)) : default;
        lock (_lock)
            _handlers = [.. _handlers, added];
        return new Subscription(this, added);
    }

    /// <summary>Hands an event to each handler, one after the other.</summary>
    public async ValueTask InvokeAsync(object item)
    {
        foreach (var handler in Volatile.Read(ref _handlers))
        {
            try
            {
                await handler(item).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever an application's handler throws, it is the application that is told
            catch (Exception ex)
#pragma warning restore CA1031
            {
                report(new BaizeException(ClientErrorCodes.Handler, $"A handler of {item.GetType().Name} threw: {ex.Message}", innerException: ex));
            }
        }
    }

    private sealed class Subscription(Handlers owner, Func<object, ValueTask> handler) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._lock)
                owner._handlers = Array.FindAll(owner._handlers, h => h != handler);
        }
    }
}
