using System.Text;
using Baize.Rooms.Runtime;

namespace Baize.Tests.Rooms;

/// <summary>A room with what a store would keep of it, so that it can be taken over at any point.</summary>
internal sealed class RoomHistory
{
    private readonly GameCatalog _games;
    private readonly RoomTurn _turn = new();
    private byte[] _state;

    public RoomHistory(RoomSetup setup, GameCatalog? games = null)
    {
        _games = games ?? new GameCatalog();
        Room = Room.Create(setup, _games);
        _state = Room.Snapshot();
    }

    public static RoomSetup Relay(string roomId = "r1") =>
        new(roomId, "relay", Name: null, MaxPlayers: null, Options: null, HostId: 0, CreatedAt: 1_000, Seed: 7);

    public Room Room { get; private set; }

    public List<RoomEvent> Events { get; } = [];

    public List<AppliedRequest> Applied { get; } = [];

    public List<long> Removed { get; } = [];

    public List<RoomFault> Faults { get; } = [];

    public RoomReply Handle(RoomRequest request, long now)
    {
        var reply = Room.Handle(request, now, _turn);
        Commit();
        return reply;
    }

    public void Tick(long now)
    {
        Room.Tick(now, _turn);
        Commit();
    }

    /// <summary>Goes on from the record, as another instance would.</summary>
    public void TakeOver() =>
        Room = Room.Restore(Room.RoomId, _state, Events.Count, Applied.TakeLast(1024).ToList(), _games);

    /// <summary>All events as text: what two histories are compared by.</summary>
    public string Text() => string.Join('\n', Events.Select(e => Encoding.UTF8.GetString(e.Entry.Span)));

    private void Commit()
    {
        Events.AddRange(_turn.Events);
        Applied.AddRange(_turn.Applied);
        Removed.AddRange(_turn.Removed);
        Faults.AddRange(_turn.Faults);
        if (_turn.StateChanged)
            _state = Room.Snapshot();
        _turn.Clear();
    }
}
