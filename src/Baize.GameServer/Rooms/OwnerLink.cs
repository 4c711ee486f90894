using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.Cluster.Rooms;
using Baize.GameServer.Tracing;
using Baize.Rooms.Runtime;
using Microsoft.Extensions.Options;

namespace Baize.GameServer.Rooms;

/// <summary>
/// Brings a request to the room's owner, whoever that is by now: this instance, another, one to be found, or, where the owner
/// is gone or does not answer, this instance after a takeover. Asking again is safe: requests with an id take effect once.
/// </summary>
internal sealed partial class OwnerLink(
    RoomHost host,
    IRoomStore store,
    IBus bus,
    InstanceProbe probe,
    IOptions<RoomsOptions> options,
    TimeProvider time,
    ILogger<OwnerLink> logger)
{
    // What adds up to the 2 s until `unavailable`: one unanswered forward (1 s), the probe of the owner (0.3 s), the claim and
    // the first commit. A store that is away takes all of it in tries.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterClaim = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan ForwardTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Asks the owner.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="owner">The owner as the caller last knew it; null: to be looked up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="mayCreate">Whether a join may make a room that is not there.</param>
    /// <returns>The owner's answer; <see cref="OwnerReplyStatus.Unavailable"/> where there was none in time.</returns>
    public async ValueTask<OwnerReply> AskAsync(RoomAsk ask, string? owner, CancellationToken cancellationToken, bool mayCreate = true)
    {
        if (Traces.Current is { } trace)
            ask = ask with { Trace = trace };
        var started = time.GetTimestamp();
        var known = owner;
        var mode = mayCreate && ask.Request.Kind == RoomRequestKind.Join && options.Value.Implicit ? ClaimMode.OrCreate : ClaimMode.Existing;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var reply = await TryAsync(ask, owner, mode, Patience - time.GetElapsedTime(started), cancellationToken);
                if (reply.Status == OwnerReplyStatus.NoRoom && known is not null && known != host.InstanceId)
                {
                    // The directory knows of no room, we knew of an owner: where the store was emptied, it still has the room and writes it anew.
                    (owner, known) = (known, null);
                    continue;
                }
                if (reply.Status != OwnerReplyStatus.NotHere)
                    return reply;
            }
            catch (ClusterUnavailableException ex)
            {
                Log.StoreAway(logger, ask.RoomId, ex.Message);
            }
            owner = null;
            if (time.GetElapsedTime(started) >= Patience || !await host.BackOffAsync(Math.Min(attempt, 2)))
                return OwnerReply.Not(OwnerReplyStatus.Unavailable, host.InstanceId);
        }
    }

    /// <summary>Asks the room here: one that is here, or one that the directory says is ours.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="answer">Called once, on any thread; not at all where the commit itself has answered (<see cref="RoomCommit.Messages"/>).</param>
    public void AskHere(RoomAsk ask, Action<OwnerReply> answer)
    {
        if (host.Find(ask.RoomId) is { } room)
            Post(room, ask, answer);
        else
            _ = AdoptAsync(ask, answer);
    }

    private static void Post(HostedRoom room, RoomAsk ask, Action<OwnerReply> answer)
    {
        if (!room.TryPost(new RoomMail { Ask = ask, Answer = answer }))
            answer(OwnerReply.Not(OwnerReplyStatus.Unavailable, ask.EdgeId));
    }

    // The directory may name us for a room that we do not run: a process with our configured id died, or someone set the key.
    private async Task AdoptAsync(RoomAsk ask, Action<OwnerReply> answer)
    {
        var reply = OwnerReply.Not(OwnerReplyStatus.NotHere, host.InstanceId);
        try
        {
            if (await store.GetOwnerAsync(ask.RoomId, host.Stopping) == host.InstanceId)
            {
                var mode = ask.Request.Kind == RoomRequestKind.Join && options.Value.Implicit ? ClaimMode.OrCreate : ClaimMode.Existing;
                var found = await host.ClaimAsync(ask.RoomId, host.InstanceId, mode);
                if (found.Room is { } room)
                {
                    Post(room, ask, answer);
                    return;
                }
                if (found.Owner is null or "" || found.Owner == host.InstanceId)
                    reply = OwnerReply.Not(OwnerReplyStatus.NoRoom, host.InstanceId);
            }
        }
        catch (Exception ex) when (ex is not OutOfMemoryException) // whatever it is, who asked must be answered
        {
            Log.StoreAway(logger, ask.RoomId, ex.Message);
            reply = OwnerReply.Not(OwnerReplyStatus.Unavailable, host.InstanceId);
        }
        answer(reply);
    }

    private async ValueTask<OwnerReply> TryAsync(RoomAsk ask, string? owner, ClaimMode mode, TimeSpan left, CancellationToken cancellationToken)
    {
        owner ??= host.Find(ask.RoomId) is not null ? host.InstanceId : await store.GetOwnerAsync(ask.RoomId, cancellationToken);
        if (string.IsNullOrEmpty(owner))
            return await ClaimAndAskAsync(ask, expectedOwner: null, mode, left, cancellationToken);
        if (owner == host.InstanceId)
            return await AskHereAsync(ask, left, cancellationToken);

        var answer = await ForwardAsync(owner, ask, Min(ForwardTimeout, left), cancellationToken);
        switch (answer.Outcome)
        {
            case BusOutcome.Answered:
                return OwnerReply.Decode(answer.Body);
            case BusOutcome.Unheard when await probe.IsAliveAsync(owner, cancellationToken):
                return OwnerReply.Not(OwnerReplyStatus.NotHere, owner); // the bus is mending itself: look again
            case BusOutcome.Unheard:
            case BusOutcome.TimedOut:
                // Gone, or stuck. If that is wrong the term makes it safe: the old owner's next commit is refused.
                Log.TakingOver(logger, ask.RoomId, owner, answer.Outcome);
                var cause = answer.Outcome == BusOutcome.Unheard ? TakeoverCause.Dead : TakeoverCause.Unanswered;
                return await ClaimAndAskAsync(ask, owner, mode, AfterClaim, cancellationToken, cause);
            default:
                return OwnerReply.Not(OwnerReplyStatus.NotHere, owner);
        }
    }

    private async ValueTask<BusAnswer> ForwardAsync(string owner, RoomAsk ask, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var watch = new OwnerWatch(bus, owner, time, cancellationToken);
        try
        {
            return await bus.RequestAsync(owner, (byte)BusKind.Ask, RoomAsk.Encode(ask), timeout, watch.Unheard);
        }
        catch (OperationCanceledException) when (watch.Unheard.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new BusAnswer(watch.StoreIsAway ? BusOutcome.NotSent : BusOutcome.Unheard, default);
        }
    }

    private async ValueTask<OwnerReply> ClaimAndAskAsync(
        RoomAsk ask, string? expectedOwner, ClaimMode mode, TimeSpan left, CancellationToken cancellationToken, TakeoverCause cause = TakeoverCause.Orphaned)
    {
        var found = await host.ClaimAsync(ask.RoomId, expectedOwner, mode, cause);
        if (found.Room is not null)
            return await AskHereAsync(ask, left, cancellationToken);
        return OwnerReply.Not(found.Owner is null && expectedOwner is null ? OwnerReplyStatus.NoRoom : OwnerReplyStatus.NotHere, found.Owner ?? "");
    }

    private async ValueTask<OwnerReply> AskHereAsync(RoomAsk ask, TimeSpan left, CancellationToken cancellationToken)
    {
        var answered = new Answer(host.InstanceId);
        AskHere(ask, answered.Set);
        if (!answered.Task.IsCompleted)
        {
            // Not Task.WaitAsync: it goes on on another thread.
            await using var timer = time.CreateTimer(
                static a => ((Answer)a!).Late(), answered, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await using var registration = cancellationToken.UnsafeRegister(static (a, token) => ((Answer)a!).TrySetCanceled(token), answered);
            return await answered.Task;
        }
        return await answered.Task;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b > TimeSpan.Zero ? b : TimeSpan.FromMilliseconds(1);

    // The asker goes on on the room's thread, which holds no lock.
    private sealed class Answer(string instanceId) : TaskCompletionSource<OwnerReply>
    {
        public void Set(OwnerReply reply) => TrySetResult(reply);

        public void Late() => TrySetResult(OwnerReply.Not(OwnerReplyStatus.Unavailable, instanceId));
    }

    private static partial class Log // ids 2030-2039
    {
        [LoggerMessage(2030, LogLevel.Information, "Room {RoomId}: its owner {Owner} does not answer ({Outcome}); taking it over.", EventName = "TakingOver")]
        public static partial void TakingOver(ILogger logger, string roomId, string owner, BusOutcome outcome);

        [LoggerMessage(2031, LogLevel.Debug, "Room {RoomId} cannot be asked: {Reason}", EventName = "StoreAway")]
        public static partial void StoreAway(ILogger logger, string roomId, string reason);
    }
}
