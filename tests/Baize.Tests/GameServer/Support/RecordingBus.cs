using System.Collections.Concurrent;
using Baize.Cluster.Bus;

namespace Baize.Tests.GameServer.Support;

/// <summary>A bus that reaches nobody and keeps what was posted.</summary>
internal sealed class RecordingBus(string instanceId) : IBus
{
    private readonly ConcurrentQueue<(string To, byte Kind, byte[] Body)> _posted = new();

    public string InstanceId => instanceId;

    public IReadOnlyCollection<(string To, byte Kind, byte[] Body)> Posted => _posted;

    public void Post(string instanceId, byte kind, ReadOnlySpan<byte> body) => _posted.Enqueue((instanceId, kind, body.ToArray()));

    public BusGathering Gather() => BusGathering.Begin();

    public BusMessage? Compose(string instanceId) => null;

    public void OnPublished(BusMessage message) => throw new NotSupportedException("Nothing is published with a commit over this bus.");

    public ValueTask<BusAnswer> RequestAsync(
        string instanceId, byte kind, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new BusAnswer(BusOutcome.NotSent, default));

    public void Reply(BusReturnAddress address, ReadOnlySpan<byte> body) => throw new NotSupportedException("Nobody asks over this bus.");

    public void Handle(IBusHandler handler) => throw new NotSupportedException("Nothing comes over this bus.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask BroadcastAsync(Broadcast broadcast, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
