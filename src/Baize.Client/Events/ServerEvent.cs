using System.Text.Json;
using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary>
/// A word to the user or to everyone online. Those that the protocol names have a type of their own: <see cref="RoomCreated"/>,
/// <see cref="RoomDeleted"/>, <see cref="LobbyMessage"/>, <see cref="MigrationAnnounced"/>.
/// </summary>
public record ServerEvent : ClientEvent
{
    internal ServerEvent(Frame frame) => (Type, RoomId, UserId, Data) = (frame.Type, frame.RoomId, frame.UserId, frame.Data);

    /// <summary>As the protocol or the service that sent it names it.</summary>
    public string Type { get; }

    /// <summary>The room it is about; null where there is none.</summary>
    public string? RoomId { get; }

    /// <summary>The user it is about; 0 where there is none.</summary>
    public long UserId { get; }

    /// <summary>What it says; undefined where it says nothing.</summary>
    public JsonElement Data { get; }
}
