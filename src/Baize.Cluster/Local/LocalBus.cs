using Baize.Cluster.Bus;

namespace Baize.Cluster.Local;

/// <summary>The bus of single-instance mode: there is nobody else.</summary>
internal sealed class LocalBus(string instanceId) : IBus
{
    public string InstanceId => instanceId;

    public void Post(string instanceId, byte kind, ReadOnlySpan<byte> body)
    {
        // Nobody listens; what an instance has for itself does not take the bus.
    }

    public BusGathering Gather() => BusGathering.Begin();

    public ValueTask<BusAnswer> RequestAsync(
        string instanceId, byte kind, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new BusAnswer(BusOutcome.Unheard, default));

    public BusMessage? Compose(string instanceId) => null;

    public void OnPublished(BusMessage message)
    {
    }

    public void Reply(BusReturnAddress address, ReadOnlySpan<byte> body) =>
        throw new InvalidOperationException("In single-instance mode no request comes over the bus.");

    public void Handle(IBusHandler handler)
    {
        // It will never be called.
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask BroadcastAsync(Broadcast broadcast, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(instanceId == InstanceId);
}
