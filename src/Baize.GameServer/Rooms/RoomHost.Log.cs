using Baize.Cluster;

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

    public void OnRestored(HostedRoom room, string oldLogId, string newLogId) => Log.Restored(logger, room.RoomId, oldLogId, newLogId);

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

        [LoggerMessage(2006, LogLevel.Debug, "Room {RoomId} is done but not deleted yet: {Reason}", EventName = "DeleteFailed")]
        public static partial void DeleteFailed(ILogger logger, string roomId, string reason);
    }
}
