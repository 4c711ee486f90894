using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baize.Cluster.Instances;

namespace Baize.Api.Routing;

/// <summary>What an instance answered.</summary>
/// <param name="Instance">Who.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The whole body.</param>
internal sealed record InstanceReply(InstanceRecord Instance, int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as a record.</summary>
    /// <exception cref="InstanceAnswerException">It is none.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw new InstanceAnswerException(Instance.InstanceId, inner: null);
        }
        catch (JsonException ex)
        {
            throw new InstanceAnswerException(Instance.InstanceId, ex);
        }
    }

    /// <summary>Whether another instance may do better: this one cannot now, or is broken, or does not take our key.</summary>
    public static bool IsFailure(int status) => status is >= 500 or 401 or 408 or 429;
}
