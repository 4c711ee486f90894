using Grpc.Core;

namespace Baize.Cluster.Etcd;

/// <summary>
/// Asks one member of an etcd cluster, and the next where that one does not answer. A member that was restarted on its own is
/// so left at once and not for good.
/// </summary>
internal sealed class EtcdCalls(EtcdMember[] members, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1); // as with Redis

    private int _current;

    /// <summary>The endpoints, for people.</summary>
    public string Name { get; } = $"etcd at {string.Join(", ", members.Select(m => $"{m.Endpoint.Host}:{m.Endpoint.Port}"))}";

    /// <summary>The member that is asked first.</summary>
    public EtcdMember Current => members[(uint)Volatile.Read(ref _current) % (uint)members.Length];

    /// <summary>Asks.</summary>
    /// <param name="call">The question, to a member, with the deadline given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClusterUnavailableException">No member answers, or one refuses.</exception>
    public async ValueTask<T> AskAsync<T>(Func<EtcdMember, CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var member = Current;
            try
            {
                return await call(member, new CallOptions(deadline: (time.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancellationToken));
            }
            catch (RpcException ex)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!IsOfMember(ex.StatusCode))
                    throw Unavailable(member, ex);
                Leave(member);
                if (tries >= members.Length)
                    throw Unavailable(member, ex);
            }
        }
    }

    /// <summary>Has the next member asked from now on.</summary>
    public void Leave(EtcdMember member)
    {
        var current = Volatile.Read(ref _current);
        if (member == members[(uint)current % (uint)members.Length])
            Interlocked.CompareExchange(ref _current, current + 1, current);
    }

    /// <summary>What etcd's silence or refusal means to us.</summary>
    public static ClusterUnavailableException Unavailable(EtcdMember member, RpcException ex) =>
        new($"etcd at {member.Endpoint.Host}:{member.Endpoint.Port} did not do it: {ex.StatusCode}, {ex.Status.Detail}", ex)
        {
            IsTransient = ex.StatusCode is not (StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.InvalidArgument or StatusCode.Unimplemented),
        };

    public void Dispose()
    {
        foreach (var member in members)
            member.Dispose();
    }

    private static bool IsOfMember(StatusCode code) =>
        code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown;
}
