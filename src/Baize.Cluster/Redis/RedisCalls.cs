using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>One meaning for the many ways in which Redis does not answer.</summary>
internal static class RedisCalls
{
    /// <summary>
    /// For every command, reads too. By default the client turns to a replica while the master is away: an old owner, an old log
    /// or an empty channel would then be taken for the truth.
    /// </summary>
    public const CommandFlags Master = CommandFlags.DemandMaster;

    /// <summary>Awaits an answer; <see cref="ClusterUnavailableException"/> where none comes. The client's time-out is the deadline.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="caller">What it is counted as.</param>
    public static async ValueTask<T> Answer<T>(this Task<T> call, CancellationToken cancellationToken, [CallerMemberName] string caller = "")
    {
        var started = RedisMetrics.Begin();
        try
        {
            var answer = await call.WaitAsync(cancellationToken);
            RedisMetrics.Answered(caller, started);
            return answer;
        }
        catch (Exception ex) when (IsOfRedis(ex))
        {
            RedisMetrics.Failed(ex);
            throw Unavailable(ex);
        }
    }

    /// <summary>As <see cref="Answer{T}"/>, where the answer says nothing.</summary>
    public static async ValueTask Answer(this Task call, CancellationToken cancellationToken, [CallerMemberName] string caller = "")
    {
        var started = RedisMetrics.Begin();
        try
        {
            await call.WaitAsync(cancellationToken);
            RedisMetrics.Answered(caller, started);
        }
        catch (Exception ex) when (IsOfRedis(ex))
        {
            RedisMetrics.Failed(ex);
            throw Unavailable(ex);
        }
    }

    // RedisCommandException: the client knows of replicas only, as in the middle of a failover.
    private static bool IsOfRedis(Exception ex) => ex is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    private static ClusterUnavailableException Unavailable(Exception ex) =>
        new($"Redis did not do it: {ex.Message}", ex) { IsTransient = ex is not RedisServerException answer || IsTransient(answer.Kind) };

    private static bool IsTransient(RedisErrorKind kind) => kind is
        RedisErrorKind.Loading or RedisErrorKind.ReadOnly or RedisErrorKind.MasterDown or RedisErrorKind.ClusterDown or RedisErrorKind.TryAgain
        or RedisErrorKind.NoReplicas or RedisErrorKind.Misconfigured or RedisErrorKind.OutOfMemory or RedisErrorKind.Busy
        or RedisErrorKind.MaxClients or RedisErrorKind.Moved or RedisErrorKind.Ask or RedisErrorKind.UnknownRedirectTarget
        or RedisErrorKind.ConnectionFault or RedisErrorKind.Timeout;
}
