using System.Text.Json;
using Baize.Client.Connections;
using Baize.Protocol;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Client.Rooms;

/// <summary>A room as far as it was received: whether the client is in, and its position. Guarded by the session's lock.</summary>
internal sealed class Membership(Room room)
{
    private RoomSnapshot _snapshot = room.Shown;
    private (long Seq, RoomInfo Info)? _later; // the roster at a position that we have not reached yet
    private bool _wasIn;

    public Room Room => room;

    public MembershipPhase Phase { get; private set; }

    public bool Spectates { get; set; }

    /// <summary>The join that is written to the present connection and not answered.</summary>
    public string? JoinId { get; set; }

    /// <summary>The join is not to be sent before.</summary>
    public TimeSpan RetryAt { get; set; }

    public int Attempts { get; set; }

    public JoinWaiter? Waiter { get; set; }

    /// <summary>The position after which events were missing lately.</summary>
    public long GapAfter { get; set; } = -1;

    public RoomSnapshot Snapshot => _snapshot;

    public long Seq => _snapshot.Seq;

    /// <summary>Writes the data of the join that is due.</summary>
    public void WriteJoin(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (_snapshot.Log is not null)
        {
            writer.WriteString("log"u8, _snapshot.Log);
            writer.WriteNumber("seq"u8, _snapshot.Seq);
        }
        if (Spectates)
            writer.WriteBoolean("spectate"u8, true);
        writer.WriteEndObject();
    }

    /// <summary>Where to resume from; null: from now on.</summary>
    public void SetPosition((string Log, long Seq)? position)
    {
        _snapshot = Next() with { Log = position?.Log, Seq = position?.Seq ?? 0 };
        _wasIn |= position is not null;
    }

    /// <summary>To be joined: for the first time, because the connection is gone, or because the position proved wrong.</summary>
    public void Rejoin()
    {
        Phase = MembershipPhase.Joining;
        JoinId = null;
        RetryAt = TimeSpan.Zero;
    }

    /// <summary>A join was answered.</summary>
    /// <returns>Whether what the application knew no longer counts.</returns>
    public bool Joined(Frame frame)
    {
        var info = InfoOf(frame) ?? throw new JsonException("'data.room' is missing.");
        var (log, head) = (frame.DataText("log") ?? throw new JsonException("'data.log' is missing."), frame.DataNumber("seq"));
        var wasIn = _wasIn;
        (Phase, JoinId, Attempts, _wasIn) = (MembershipPhase.In, null, 0, true);
        if (frame.DataTruth("recovered") == true && log == _snapshot.Log)
        {
            if (head > _snapshot.Seq && _snapshot.Info is not null)
                _later = (head, info);
            else
                _snapshot = Next() with { Info = info };
            return false;
        }
        _snapshot = Next() with { Log = log, Seq = head, Info = info, State = frame.DataField("state") };
        _later = null;
        return wasIn;
    }

    /// <summary>No longer in.</summary>
    /// <param name="forget">Whether a later join begins anew.</param>
    public void Out(bool forget)
    {
        (Phase, JoinId) = (MembershipPhase.Out, null);
        if (!forget)
            return;
        _snapshot = Next() with { Log = null, Seq = 0 };
        _wasIn = false;
    }

    /// <summary>Takes an event if it is the next one.</summary>
    /// <param name="frame">The event.</param>
    /// <param name="isGap">Whether events before it are missing.</param>
    /// <returns>Whether it is the application's to see.</returns>
    public bool TryTake(Frame frame, out bool isGap)
    {
        isGap = false;
        if (frame.Seq > 0)
        {
            if (Phase != MembershipPhase.In || frame.Seq <= Seq)
                return false; // while joining, the answer says where we stand; and each but once
            if (frame.Seq > Seq + 1)
            {
                isGap = true;
                return false;
            }
            _snapshot = Next() with { Seq = frame.Seq };
        }
        Apply(frame);
        return true;
    }

    private void Apply(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameTypes.RoomUpdated when InfoOf(frame) is { } info:
                _snapshot = Next() with { Info = info };
                break;
            case FrameTypes.GameStateUpdate:
                _snapshot = Next() with { State = frame.DataField("state") };
                break;
            case FrameTypes.GameStarted when _snapshot.Info is { } info:
                _snapshot = Next() with { Info = info with { Status = RoomStatus.Playing } };
                break;
            case FrameTypes.GameEnd when _snapshot.Info is { } info:
                _snapshot = Next() with { Info = info with { Status = RoomStatus.Ended } };
                break;
        }
        if (_later is { } later && Seq >= later.Seq)
        {
            _snapshot = Next() with { Info = later.Info };
            _later = null;
        }
    }

    private static RoomInfo? InfoOf(Frame frame) => frame.DataField("room") is { ValueKind: JsonValueKind.Object } room
        ? room.Deserialize(ProtocolJson.Default.RoomInfo)
        : null;

    private RoomSnapshot Next() => _snapshot with { Order = _snapshot.Order + 1 };
}
