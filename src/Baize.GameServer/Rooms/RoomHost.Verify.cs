using Baize.Cluster;

namespace Baize.GameServer.Rooms;

/// <summary>After the store was away, or has lost what it held: whose are the rooms that this instance believes to own?</summary>
internal sealed partial class RoomHost
{
    /// <summary>Rooms asked about at once.</summary>
    private const int VerifiedAtOnce = 500;

    private int _verifying;

    /// <summary>
    /// Compares all rooms with the directory. A room that is not ours by the directory commits its whole record at once: that is
    /// refused where another owner has claimed it, and writes it anew where the store has lost it. Returns at once.
    /// </summary>
    public void VerifyOwned()
    {
        if (Interlocked.Exchange(ref _verifying, 1) == 0)
            _ = VerifyOwnedAsync(_rooms.Values);
    }

    /// <summary>
    /// The same for the rooms that have members but have committed nothing since the last time: who was overtaken while it was slow
    /// learns it with the next commit, but in a room where all wait for one who was told nothing there is none. Called now and then.
    /// </summary>
    public void VerifyQuiet()
    {
        var quiet = new List<HostedRoom>();
        foreach (var room in _rooms.Values)
        {
            var head = room.CommittedSeq;
            if (head == room.QuietSeq && room.Edges.Length > 0)
                quiet.Add(room);
            room.QuietSeq = head;
        }
        if (quiet.Count > 0 && Interlocked.Exchange(ref _verifying, 1) == 0)
            _ = VerifyOwnedAsync(quiet);
    }

    private async Task VerifyOwnedAsync(ICollection<HostedRoom> owned)
    {
        try
        {
            foreach (var rooms in owned.Chunk(VerifiedAtOnce))
            {
                var owners = await Task.WhenAll(rooms.Select(r => store.GetOwnerAsync(r.RoomId, Stopping).AsTask()));
                for (var i = 0; i < rooms.Length; i++)
                {
                    if (owners[i] != InstanceId)
                        rooms[i].TryPost(new RoomMail { WriteAll = true });
                }
            }
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            Log.VerifyCut(logger, ex.Message); // away again: the next reconnect begins anew, and each commit finds out by itself
        }
        finally
        {
            Volatile.Write(ref _verifying, 0);
        }
    }
}
