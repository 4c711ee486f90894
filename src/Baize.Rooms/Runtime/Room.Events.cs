using System.Text.Json;
using Baize.Protocol;
using Baize.Protocol.Frames;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>How a room is seen: its events and its public record.</summary>
public abstract partial class Room
{
    private RoomInfo? _info;
    private byte[]? _infoJson;
    private string _instanceId = "";

    /// <summary>The room's owner, for <see cref="Info"/>. Set by the host.</summary>
    public string InstanceId
    {
        get => _instanceId;
        set
        {
            _instanceId = value;
            ForgetInfo();
        }
    }

    /// <summary>The room as everyone may see it.</summary>
    public RoomInfo Info => _info ??= new RoomInfo(RoomId, Game, Name, Status, HostId, MaxPlayers, [.. Players()], InstanceId, CreatedAt);

    private protected byte[] InfoJson => _infoJson ??= JsonSerializer.SerializeToUtf8Bytes(Info, RoomInfoJson.RoomInfo);

    // As frames are written: names and texts of every script stay readable.
    private static ProtocolJson RoomInfoJson { get; } =
        new(new JsonSerializerOptions(ProtocolJson.Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private protected abstract IEnumerable<PlayerInfo> Players();

    // The members or what they are to each other changed, so that it must be written and shown.
    private protected void OnChanged(RoomTurn turn)
    {
        turn.StateChanged = turn.InfoChanged = true;
        ForgetInfo();
    }

    private void ForgetInfo()
    {
        _info = null;
        _infoJson = null;
    }

    /// <summary>Appends an event that all members see alike.</summary>
    /// <returns>Its position.</returns>
    private protected long Append(string type, long userId, ReadOnlySpan<byte> data, RoomTurn turn)
    {
        Seq++;
        turn.Events.Add(new RoomEvent(Seq, ServerFrame.Encode(type, RoomId, userId, Seq, data)));
        return Seq;
    }

    /// <summary>Appends an event that members see in their own ways. Key 0: what everyone not named sees.</summary>
    private protected void Append(string type, long userId, IReadOnlyDictionary<long, byte[]> dataByUser, RoomTurn turn)
    {
        Seq++;
        var views = dataByUser.ToDictionary(view => view.Key, view => ServerFrame.Encode(type, RoomId, userId, Seq, view.Value));
        turn.Events.Add(new RoomEvent(Seq, LogEntry.OfViews(views)));
    }

    /// <summary>Appends a <c>room_updated</c>.</summary>
    /// <param name="action">One of <see cref="RoomActions"/>.</param>
    /// <param name="userId">Who caused it.</param>
    /// <param name="turn">Gathers it.</param>
    /// <param name="about">Whom it is about, where that is not who caused it; else 0.</param>
    private protected long AppendUpdate(string action, long userId, RoomTurn turn, long about = 0) =>
        Append(FrameTypes.RoomUpdated, userId, ServerFrame.Data(writer =>
        {
            writer.WriteString("action"u8, action);
            if (about != 0)
                writer.WriteNumber("user_id"u8, about);
            writer.WritePropertyName("room"u8);
            writer.WriteRawValue(InfoJson, skipInputValidation: true);
        }), turn);
}
