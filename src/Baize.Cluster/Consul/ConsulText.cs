using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.Cluster.Consul;

/// <summary>Reads Consul's answers.</summary>
internal static class ConsulText
{
    /// <exception cref="ClusterUnavailableException">What answers is not Consul.</exception>
    public static T Read<T>(byte[] json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new ClusterUnavailableException("Consul's answer is null.");
        }
        catch (JsonException ex)
        {
            throw new ClusterUnavailableException($"What answers is not Consul's: {ex.Message}", ex) { IsTransient = false };
        }
    }
}
