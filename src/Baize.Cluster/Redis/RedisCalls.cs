using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>One meaning for the many ways in which Redis does not answer.</summary>
internal static class RedisCalls
{
    /// <summary>Awaits an answer; <see cref="ClusterUnavailableException"/> where none comes. The client's time-out is the deadline.</summary>
    public static async ValueTask<T> Answer<T>(this Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.WaitAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new ClusterUnavailableException($"Redis did not do it: {ex.Message}", ex);
        }
    }

    /// <summary>As <see cref="Answer{T}"/>, where the answer says nothing.</summary>
    public static async ValueTask Answer(this Task call, CancellationToken cancellationToken)
    {
        try
        {
            await call.WaitAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new ClusterUnavailableException($"Redis did not do it: {ex.Message}", ex);
        }
    }
}
