namespace Baize.GameServer.Sockets;

/// <summary>
/// A frame on its way to one or many sockets. It may stand in a buffer that its sender uses again: who must keep it takes
/// <see cref="Keep"/>, one copy for all who do. In the usual case every socket takes it at once, and there is none.
/// </summary>
/// <param name="bytes">The frame as it stands on the wire.</param>
internal ref struct WireFrame(ReadOnlySpan<byte> bytes)
{
    private byte[]? _kept;

    /// <summary>A frame that has an array of its own, which nobody changes any more.</summary>
    public WireFrame(byte[] kept)
        : this(kept.AsSpan()) => _kept = kept;

    public readonly ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The frame for later.</summary>
    public byte[] Keep() => _kept ??= Bytes.ToArray();
}
