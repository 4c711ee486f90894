using Baize.Api.Routing;

namespace Baize.Api.Platform;

/// <summary>The games that the platform offers: as some live instance says, asked every few seconds at most.</summary>
internal sealed class GamesCache(InstanceRouter router, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private Answer? _last;

    /// <summary>The instance's answer; null where nobody answered.</summary>
    public async Task<InstanceReply?> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _last) is { } last && time.GetElapsedTime(last.At) < MaxAge)
            return last.Reply;
        var reply = await router.SendAsync(roomId: null, InstanceRequest.Get("internal/games"), cancellationToken);
        if (reply is { IsSuccess: true })
            Volatile.Write(ref _last, new Answer(reply, time.GetTimestamp()));
        return reply;
    }

    private sealed record Answer(InstanceReply Reply, long At);
}
