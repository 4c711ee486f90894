using Baize.GameServer.Rooms;

namespace Baize.Tests.GameServer.Support;

/// <summary>The edge as an owner sees it, to whom no event comes through; all else does.</summary>
internal sealed class DeafEdge(IRoomEdge inner) : IRoomEdge
{
    public void OnEvents(RoomEvents events)
    {
        // lost
    }

    public void OnHead(string roomId, string logId, long head) => inner.OnHead(roomId, logId, head);

    public void OnSignal(string roomId, ReadOnlySpan<byte> frame) => inner.OnSignal(roomId, frame);

    public void OnEdges(string roomId, string[] edges) => inner.OnEdges(roomId, edges);

    public void OnExpelled(string roomId, IReadOnlyList<long> users) => inner.OnExpelled(roomId, users);

    public void OnMoved(string roomId, string? owner) => inner.OnMoved(roomId, owner);
}
