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
            _ = VerifyOwnedAsync();
    }

    private async Task VerifyOwnedAsync()
    {
        try
        {
            foreach (var rooms in _rooms.Values.Chunk(VerifiedAtOnce))
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
