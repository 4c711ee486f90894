namespace Baize.Protocol.Frames;

/// <summary>WebSocket close codes (protocol 2.3).</summary>
public static class CloseCodes
{
    /// <summary>Normal.</summary>
    public const int Normal = 1000;

    /// <summary>The server is going away: reconnect and resume.</summary>
    public const int GoingAway = 1001;

    /// <summary>The peer broke RFC 6455.</summary>
    public const int ProtocolError = 1002;

    /// <summary>Binary frames are not part of the protocol.</summary>
    public const int UnsupportedData = 1003;

    /// <summary>Text that is not UTF-8.</summary>
    public const int InvalidPayload = 1007;

    /// <summary>A frame over <c>max_frame_bytes</c>.</summary>
    public const int TooBig = 1009;

    /// <summary>A newer connection of the same user took this one's place.</summary>
    public const int SessionReplaced = 4001;

    /// <summary>Not allowed to be here.</summary>
    public const int Forbidden = 4003;

    /// <summary>The peer reads slower than its rooms write: reconnect and resume.</summary>
    public const int SlowConsumer = 4008;

    /// <summary>The peer went on sending over its rate limit.</summary>
    public const int TooManyRequests = 4029;
}
