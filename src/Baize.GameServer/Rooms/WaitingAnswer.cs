using Baize.Rooms.Runtime;

namespace Baize.GameServer.Rooms;

/// <summary>An answer that must not be given before what it speaks of is committed.</summary>
/// <param name="Ask">What was asked.</param>
/// <param name="Answer">Where it goes.</param>
/// <param name="Reply">What the room said.</param>
/// <param name="Head">The log's head as the reply saw it.</param>
internal readonly record struct WaitingAnswer(RoomAsk Ask, Action<OwnerReply> Answer, RoomReply Reply, long Head);
