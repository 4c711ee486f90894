namespace Baize.Cluster.Bus;

/// <summary>Takes what the bus brings, one thing at a time, in the order in which each sender sent it. Must not block.</summary>
public interface IBusHandler
{
    /// <summary>An entry that wants no answer. The body is valid for ever: it may be kept.</summary>
    void OnPost(string from, byte kind, ReadOnlyMemory<byte> body);

    /// <summary>An entry that wants an answer, by <see cref="IBus.Reply"/>, at any time.</summary>
    void OnRequest(BusReturnAddress from, byte kind, ReadOnlyMemory<byte> body);

    /// <summary>A word from anyone for the lobby.</summary>
    void OnBroadcast(Broadcast broadcast);

    /// <summary>The bus was away and is back: what was sent meanwhile is lost.</summary>
    void OnReconnected();

    /// <summary>Something was sent to an instance that does not listen (any more).</summary>
    void OnUnheard(string instanceId);
}
