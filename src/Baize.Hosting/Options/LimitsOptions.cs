using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Bounds on what one client may cost. Section <c>limits</c>.</summary>
public sealed class LimitsOptions
{
    /// <summary>Longest message a client may send, in bytes. Default 16384; 256 to 1048576.</summary>
    [ConfigurationKeyName("max_frame_bytes")]
    public int MaxFrameBytes { get; set; } = 16_384;

    /// <summary>Frames a connection may send per second, burst twice that. Default 50; 1 to 100000.</summary>
    [ConfigurationKeyName("messages_per_second")]
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>Bytes that may wait for a slow reader. Default 262144; 4096 to 67108864.</summary>
    [ConfigurationKeyName("outbound_queue_bytes")]
    public int OutboundQueueBytes { get; set; } = 262_144;

    /// <summary>Connections a user may have to one instance; a newer one replaces the oldest. Default 5; 1 to 1000.</summary>
    [ConfigurationKeyName("connections_per_user")]
    public int ConnectionsPerUser { get; set; } = 5;
}
