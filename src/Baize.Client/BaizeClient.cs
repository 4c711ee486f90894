using Baize.Client.Connections;
using Baize.Client.Events;
using Baize.Client.Rooms;
using Baize.Protocol.Rooms;

namespace Baize.Client;

/// <summary>
/// A user's connection to Baize, kept up through lost networks, deploys and dead servers: it reconnects by itself, joins its rooms
/// again from where they stood, and sends again what was not answered, with the same ids: nothing is missed, nothing happens twice.
/// Safe to use from any thread.
/// </summary>
public sealed class BaizeClient : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly BaizeClientOptions _options;
    private readonly Pump _pump = new();
    private readonly Handlers _handlers;
    private readonly Session _session;
    private Connection _connection;
    private Task _closed = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Makes a client; it does nothing until <see cref="ConnectAsync"/>.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public BaizeClient(BaizeClientOptions options)
    {
        options.Validate();
        _options = options;
        _handlers = new Handlers(options.Report);
        _session = new Session(options, _pump, _handlers);
        _connection = NewConnection();
    }

    /// <summary>Where the client stands with its connection; <see cref="StateChanged"/> tells of each change.</summary>
    public ConnectionState State => Current.State;

    /// <summary>Who and where the client is; null while it is not connected.</summary>
    public SessionInfo? Session => State.Session;

    private Connection Current
    {
        get
        {
            lock (_lock)
                return _connection;
        }
    }

    /// <summary>Connects, and from then on reconnects by itself until the client is closed.</summary>
    /// <param name="cancellationToken">Closes the client, if it is not connected yet.</param>
    /// <exception cref="BaizeException"><c>unauthorized</c>, <c>forbidden</c>, or <c>unavailable</c> where there is no connection within <see cref="BaizeClientOptions.ConnectDeadline"/>.</exception>
    public async Task<SessionInfo> ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Connection connection;
        lock (_lock)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(BaizeClient));
            if (_connection.State.Status == ConnectionStatus.Closed)
            {
                _closed = Task.WhenAll(_closed, _connection.DisposeAsync().AsTask());
                _connection = NewConnection();
            }
            connection = _connection;
        }
        var connected = connection.StartAsync();
        using (cancellationToken.Register(() => _ = CancelAsync(connection, connected)))
        {
            try
            {
                return await connected.ConfigureAwait(false);
            }
            catch (BaizeException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <summary>A room, joined or not: the same object for the same id.</summary>
    /// <param name="id">1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <exception cref="ArgumentException">Not a room id.</exception>
    public Room Room(string id)
    {
        if (!RoomId.IsValid(id))
            throw new ArgumentException($"Room id '{id}' is not 1 to {RoomId.MaxLength} of A-Z a-z 0-9 _ -.", nameof(id));
        return _session.Room(id);
    }

    /// <summary>Joins a room. Events that come before the caller has added handlers are not seen: where that matters, use <see cref="Room"/> first.</summary>
    /// <exception cref="BaizeException">See <see cref="Rooms.Room.JoinAsync"/>.</exception>
    public Task<Room> JoinAsync(string id, JoinOptions? options = null, CancellationToken cancellationToken = default) =>
        Room(id).JoinAsync(options, cancellationToken);

    /// <summary>Adds a handler of a type of events: <see cref="StateChanged"/>, <see cref="LobbyMessage"/>, <see cref="ServerEvent"/>, …</summary>
    /// <remarks>Handlers are called one at a time, in the order of events, on a thread of the client's.</remarks>
    /// <returns>Removes it.</returns>
    public IDisposable On<TEvent>(Action<TEvent> handler)
        where TEvent : ClientEvent => _handlers.Add<TEvent>(item =>
        {
            handler(item);
            return Task.CompletedTask;
        });

    /// <summary>Adds a handler of a type of events; the next event comes when its task has ended.</summary>
    /// <returns>Removes it.</returns>
    public IDisposable On<TEvent>(Func<TEvent, Task> handler)
        where TEvent : ClientEvent => _handlers.Add(handler);

    /// <summary>Says goodbye. What is not answered fails with <c>closed</c>. The client may be connected again.</summary>
    public Task CloseAsync() => Current.CloseAsync(new BaizeException(ClientErrorCodes.Closed, "The client was closed."));

    /// <summary>Says goodbye, waits for the handlers of what came before, and frees all.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _closed.ConfigureAwait(false);
        _session.Dispose();
        await _pump.CompleteAsync().ConfigureAwait(false);
    }

    private static Task CancelAsync(Connection connection, Task connected) => connected.IsCompleted
        ? Task.CompletedTask
        : connection.CloseAsync(new BaizeException(ClientErrorCodes.Closed, "Connecting was called off."));

    private Connection NewConnection() => new(_options, _session, _pump, _handlers);
}
