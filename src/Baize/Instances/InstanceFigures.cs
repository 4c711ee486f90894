using System.Text.Json.Serialization;

namespace Baize.Instances;

/// <summary>Of an instance's <c>/stats</c>, what <c>baize status</c> shows.</summary>
internal sealed record InstanceFigures
{
    [JsonPropertyName("connections")]
    public int Connections { get; init; }

    [JsonPropertyName("rooms")]
    public int Rooms { get; init; }

    [JsonPropertyName("frames_in_per_second")]
    public double FramesInPerSecond { get; init; }

    [JsonPropertyName("deliveries_per_second")]
    public double DeliveriesPerSecond { get; init; }

    [JsonPropertyName("cpu")]
    public double Cpu { get; init; }

    [JsonPropertyName("memory_bytes")]
    public long MemoryBytes { get; init; }
}
