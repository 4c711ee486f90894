using Baize.Cluster.Bus;
using Baize.GameServer.Rooms;
using Baize.Rooms.Runtime;

namespace Baize.GameServer.Edge;

/// <summary>What edges and owners know of each other, compared and told again.</summary>
internal sealed partial class EdgeRooms
{
    /// <summary>Rooms compared with their owner in one message.</summary>
    private const int VerifiedAtOnce = 500;

    /// <summary>Members of a room told to its new owner at once.</summary>
    private const int ReattachedAtOnce = 64;

    private static readonly TimeSpan VerifyTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The bus was away: what was sent meanwhile is missing.</summary>
    public void OnBusBack() => _ = VerifyAsync(host.Stopping);

    /// <summary>Compares the rooms here with what their owners say: whether they still own them, know that we are here, and where they stand.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        foreach (var group in _rooms.Values.GroupBy(r => r.Owner ?? "", StringComparer.Ordinal))
        {
            foreach (var rooms in group.Chunk(VerifiedAtOnce))
            {
                if (group.Key.Length > 0 && group.Key != host.InstanceId)
                    await VerifyAsync(group.Key, rooms, cancellationToken);
                else
                    VerifyHere(rooms);
            }
        }
    }

    /// <summary>Tells again of who is here where an owner did not answer.</summary>
    public void ReattachDue() => Reattach(_rooms.Values.Where(r => r.IsReattachDue));

    // Ours, or nobody's. The answer that would have told us where the room stands may have come too late here too.
    private void VerifyHere(EdgeRoom[] rooms)
    {
        foreach (var room in rooms)
        {
            if (host.Find(room.RoomId) is { } hosted && hosted.Edges.Contains(host.InstanceId))
                room.OnHead(hosted.LogId, hosted.CommittedSeq);
            else
                _ = ReattachAsync(room);
        }
    }

    // Not waited for: a large room takes its time, and the caller has others to look after.
    private void Reattach(IEnumerable<EdgeRoom> rooms)
    {
        foreach (var room in rooms)
            _ = ReattachAsync(room);
    }

    private async Task VerifyAsync(string owner, EdgeRoom[] rooms, CancellationToken cancellationToken)
    {
        var stood = rooms.ToDictionary(r => r.RoomId, r => r.Position.Seq, StringComparer.Ordinal);
        var asked = RoomWords.Rooms(Array.ConvertAll(rooms, r => r.RoomId));
        var answer = await host.Bus.RequestAsync(owner, (byte)BusKind.Verify, asked, VerifyTimeout, cancellationToken);
        if (answer.Outcome != BusOutcome.Answered)
            return; // dead, stuck or cut off: who asks something of its rooms finds out, and the watch looks after it
        foreach (var (roomId, logId, head) in RoomWords.ReadHeads(answer.Body))
        {
            if (Find(roomId) is not { } room)
                continue;
            if (logId.Length > 0)
                room.OnHead(logId, head);
            if (logId.Length == 0 || head < stood.GetValueOrDefault(roomId))
                OnMoved(roomId, owner: null); // it is not the owner, does not know of us, or knows less than we do and has been overtaken
        }
    }

    /// <summary>Tells a room's owner who is connected here, and learns whether something was missed.</summary>
    public async Task ReattachAsync(EdgeRoom room)
    {
        try
        {
            await ReattachUsersAsync(room);
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private async Task ReattachUsersAsync(EdgeRoom room)
    {
        if (!room.TryBeginReattach())
            return;
        room.IsReattachDue = false;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = ReattachedAtOnce, CancellationToken = host.Stopping };
            do
            {
                await Parallel.ForEachAsync(room.Users(), options, (member, _) => ReattachUserAsync(room, member));
            }
            while (!room.EndReattach());
        }
        catch
        {
            room.CancelReattach();
            room.IsReattachDue = true;
            throw;
        }
    }

    private async ValueTask ReattachUserAsync(EdgeRoom room, Member member)
    {
        var request = new RoomRequest(RoomRequestKind.Join, member.Connection.UserId, member.Connection.UserName, Id: null, default)
        {
            Spectate = member.Spectates,
            Again = true,
        };
        var answer = await link.AskAsync(new RoomAsk(room.RoomId, request, host.InstanceId, NextStamp()), room.Owner, host.Stopping, mayCreate: false);
        // It is done again. A room that is not there may be one that an emptied store has lost and its owner is about to write anew.
        if (answer.Status is OwnerReplyStatus.Unavailable or OwnerReplyStatus.NoRoom)
        {
            room.IsReattachDue = true;
            return;
        }
        if (Refusal(answer) is not null)
        {
            OnExpelled(room.RoomId, [member.Connection.UserId]);
            return;
        }
        (room.Owner, room.MissingSince) = (answer.Owner, 0);
        room.OnHead(answer.LogId, answer.Head);
    }
}
