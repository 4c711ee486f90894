using System.Buffers;

namespace Baize.Cluster.Bus;

/// <summary>
/// What a commit itself tells another instance, in the moment in which it stands: a batch of the bus that the store publishes as
/// a part of the commit. So those who wait for it elsewhere are told one trip to the store earlier than by the bus.
/// </summary>
public sealed class BusMessage
{
    private readonly ArrayBufferWriter<byte> _batch = new(256);

    internal BusMessage(string instanceId, byte[] channel, byte[] head)
    {
        (InstanceId, Channel) = (instanceId, channel);
        _batch.Write(head);
    }

    /// <summary>Whom it is for.</summary>
    public string InstanceId { get; }

    /// <summary>Where it is published.</summary>
    public ReadOnlyMemory<byte> Channel { get; }

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Bytes => _batch.WrittenMemory;

    /// <summary>Entries in it.</summary>
    public int Entries { get; private set; }

    /// <summary>Whether someone listened when it was published; null: it was not published, as far as is known.</summary>
    public bool? IsHeard { get; internal set; }

    /// <summary>Adds what <see cref="IBus.Post"/> would send.</summary>
    public void Post(byte kind, ReadOnlySpan<byte> body) => Append(BusEntryType.Post, kind, number: 0, body);

    /// <summary>Adds what <see cref="IBus.Reply"/> would send.</summary>
    /// <param name="number">Of the request, <see cref="BusReturnAddress.Number"/>.</param>
    /// <param name="body">The answer.</param>
    public void Reply(ulong number, ReadOnlySpan<byte> body) => Append(BusEntryType.Reply, kind: 0, number, body);

    private void Append(BusEntryType type, byte kind, ulong number, ReadOnlySpan<byte> body)
    {
        BusBatch.Append(_batch, type, kind, number, body);
        Entries++;
    }
}
