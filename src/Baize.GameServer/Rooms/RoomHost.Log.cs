using Baize.Cluster;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>What rooms have to report.</summary>
internal sealed partial class RoomHost
{
    public void OnFault(HostedRoom room, Exception exception) => Log.RoomFault(logger, room.RoomId, exception);

    public void OnFenced(HostedRoom room)
    {
        Log.Fenced(logger, room.RoomId, room.Term);
        metrics.Fenced();
    }

    /// <summary>A rule may take this long before it is reported: it holds up its room, and one thread.</summary>
    public static readonly TimeSpan SlowRule = TimeSpan.FromSeconds(1);

    /// <summary>A rule that is still at it after this long will hardly end by itself. Not less: on a starved machine a thread may not run for a second or two.</summary>
    private static readonly TimeSpan StuckRule = TimeSpan.FromSeconds(5);

    /// <summary>Reports rules that are still at it.</summary>
    public void ReportStuck()
    {
        foreach (var room in _rooms.Values)
        {
            var since = room.BusySince;
            if (since == 0 || time.GetElapsedTime(since) <= StuckRule)
                room.StuckReported = false;
            else if (!room.StuckReported && room.Game != Room.RelayGame) // without rules it can only have waited for a core
            {
                room.StuckReported = true;
                Log.RuleStuck(logger, room.RoomId, room.Game, (long)time.GetElapsedTime(since).TotalMilliseconds);
            }
        }
    }

    public void OnSlowRule(HostedRoom room, string? rule, TimeSpan elapsed)
    {
        Log.RuleSlow(logger, room.RoomId, room.Game, rule ?? "?", (long)elapsed.TotalMilliseconds);
        metrics.RuleSlow();
    }

    public void OnRuleFault(HostedRoom room, RoomFault fault)
    {
        Log.RuleFault(logger, room.RoomId, room.Game, fault.Rule, fault.Exception);
        metrics.RuleFailed();
    }

    public void OnRestored(HostedRoom room, string oldLogId, string newLogId)
    {
        Log.Restored(logger, room.RoomId, oldLogId, newLogId);
        metrics.Restored();
    }

    public void OnStoreAway(HostedRoom room, int attempt, ClusterUnavailableException exception)
    {
        metrics.CommitRetried();
        if (attempt == 0)
            Log.CommitWaits(logger, room.RoomId, exception.Message);
    }

    private static partial class Log // ids 2000-2029
    {
        [LoggerMessage(2000, LogLevel.Information, "Room {RoomId} taken over from '{From}': term {Term}, seq {Seq}.", EventName = "TakenOver")]
        public static partial void TakenOver(ILogger logger, string roomId, string from, long term, long seq);

        [LoggerMessage(2012, LogLevel.Error, "Room {RoomId} cannot be read by this instance.", EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string roomId, Exception exception);

        [LoggerMessage(2011, LogLevel.Debug, "The rooms' owners could not all be verified: {Reason}", EventName = "VerifyCut")]
        public static partial void VerifyCut(ILogger logger, string reason);

        [LoggerMessage(2010, LogLevel.Information, "Room {RoomId} received: term {Term}, seq {Seq}.", EventName = "Received")]
        public static partial void Received(ILogger logger, string roomId, long term, long seq);

        [LoggerMessage(2001, LogLevel.Warning, "Room {RoomId} has another owner by now: term {Term} was refused. Let go of it.", EventName = "Fenced")]
        public static partial void Fenced(ILogger logger, string roomId, long term);

        [LoggerMessage(2002, LogLevel.Error, "Room {RoomId} failed within the platform; it goes on from its record.", EventName = "RoomFault")]
        public static partial void RoomFault(ILogger logger, string roomId, Exception exception);

        [LoggerMessage(2003, LogLevel.Debug, "Room {RoomId} waits for its commit: {Reason}", EventName = "CommitWaits")]
        public static partial void CommitWaits(ILogger logger, string roomId, string reason);

        [LoggerMessage(2004, LogLevel.Warning, "The store had lost room {RoomId}: written anew from memory, log {OldLogId} is now {NewLogId}.", EventName = "Restored")]
        public static partial void Restored(ILogger logger, string roomId, string oldLogId, string newLogId);

        [LoggerMessage(2005, LogLevel.Debug, "Room {RoomId} is done and deleted.", EventName = "Deleted")]
        public static partial void Deleted(ILogger logger, string roomId);

        [LoggerMessage(2007, LogLevel.Error, "Room {RoomId}: {Game}'s rule '{Rule}' threw; what was asked was refused, the room goes on.", EventName = "RuleFault")]
        public static partial void RuleFault(ILogger logger, string roomId, string game, string rule, Exception exception);

        [LoggerMessage(2008, LogLevel.Warning, "Room {RoomId}: {Game}'s rule '{Rule}' took {ElapsedMs} ms; nothing else in the room went on meanwhile.", EventName = "RuleSlow")]
        public static partial void RuleSlow(ILogger logger, string roomId, string game, string rule, long elapsedMs);

        [LoggerMessage(2009, LogLevel.Error, "Room {RoomId}: a rule of {Game} has been running for {ElapsedMs} ms and goes on.", EventName = "RuleStuck")]
        public static partial void RuleStuck(ILogger logger, string roomId, string game, long elapsedMs);

        [LoggerMessage(2006, LogLevel.Debug, "Room {RoomId} is done but not deleted yet: {Reason}", EventName = "DeleteFailed")]
        public static partial void DeleteFailed(ILogger logger, string roomId, string reason);
    }
}
