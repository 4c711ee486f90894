namespace Baize.Cluster.Bus;

/// <summary>
/// Carries bytes between instances: one channel each. What goes to the same instance while a publish is under way travels
/// together in the next. It may lose (a gap is closed from the log), but it does not reorder what one instance sends another.
/// </summary>
public interface IBus
{
    /// <summary>This instance.</summary>
    string InstanceId { get; }

    /// <summary>Sends without waiting. Over the destination's bound (8 MiB) the entry is dropped and counted.</summary>
    void Post(string instanceId, byte kind, ReadOnlySpan<byte> body);

    /// <summary>
    /// Until this is disposed of, on the same thread, what the thread sends is kept together and goes out at its end: for who
    /// has more than one thing to say to the same instance. Short, and without a wait in it.
    /// </summary>
    BusGathering Gather();

    /// <summary>Begins a message that goes with a commit (<see cref="Rooms.RoomCommit.Messages"/>).</summary>
    /// <returns>The message, empty; null where the store cannot publish with a commit: then it is to be posted afterwards.</returns>
    BusMessage? Compose(string instanceId);

    /// <summary>A message has been published with a commit: counts it, and looks after an instance that did not listen.</summary>
    void OnPublished(BusMessage message);

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="instanceId">Whom.</param>
    /// <param name="kind">What about.</param>
    /// <param name="body">The question.</param>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<BusAnswer> RequestAsync(string instanceId, byte kind, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Answers a request.</summary>
    void Reply(BusReturnAddress address, ReadOnlySpan<byte> body);

    /// <summary>Who handles what arrives. Set once, before <see cref="StartAsync"/>.</summary>
    void Handle(IBusHandler handler);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ClusterUnavailableException">The store does not answer.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Publishes on <c>game-server:broadcast</c> (docs/protocol.md, section 1).</summary>
    ValueTask BroadcastAsync(Broadcast broadcast, CancellationToken cancellationToken);

    /// <summary>Whether an instance listens to its channel: false proves that it does not, true proves little.</summary>
    ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken);
}
