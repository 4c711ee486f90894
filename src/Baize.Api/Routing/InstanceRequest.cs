using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.Api.Routing;

/// <summary>A request that can be sent to any number of instances: made anew for each attempt.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, escaped, without a leading slash.</param>
/// <param name="Json">The body; null where there is none.</param>
internal sealed record InstanceRequest(HttpMethod Method, string Path, byte[]? Json = null)
{
    /// <summary>A GET.</summary>
    public static InstanceRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>A POST of a record.</summary>
    public static InstanceRequest Post<T>(string path, T body, JsonTypeInfo<T> type) => new(HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, type));
}
