using System.Collections.Concurrent;
using System.Text;
using Baize.Cluster.Bus;

namespace Baize.PlatformTests.Support;

/// <summary>Writes down what the bus brings.</summary>
internal sealed class RecordingBusHandler : IBusHandler
{
    private int _reconnections;

    public IBus? Bus { get; set; }

    public ConcurrentQueue<(string From, byte Kind, byte[] Body)> Posts { get; } = new();

    public ConcurrentQueue<Broadcast> Broadcasts { get; } = new();

    public ConcurrentQueue<string> Unheard { get; } = new();

    /// <summary>Called on each post, after it was written down.</summary>
    public Action<byte>? OnEachPost { get; set; }

    /// <summary>What to answer; null: nothing.</summary>
    public Func<string, byte[]?> Answer { get; set; } = text => Encoding.UTF8.GetBytes($"re:{text}");

    public int Reconnections => Volatile.Read(ref _reconnections);

    public void OnPost(string from, byte kind, ReadOnlyMemory<byte> body)
    {
        Posts.Enqueue((from, kind, body.ToArray()));
        OnEachPost?.Invoke(kind);
    }

    public void OnRequest(BusReturnAddress from, byte kind, ReadOnlyMemory<byte> body)
    {
        if (Answer(Encoding.UTF8.GetString(body.Span)) is { } answer)
            Bus!.Reply(from, answer);
    }

    public void OnBroadcast(Broadcast broadcast) => Broadcasts.Enqueue(broadcast);

    public void OnReconnected() => Interlocked.Increment(ref _reconnections);

    public void OnUnheard(string instanceId) => Unheard.Enqueue(instanceId);
}
