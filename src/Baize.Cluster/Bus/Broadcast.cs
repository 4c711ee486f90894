using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Cluster.Bus;

/// <summary>What travels on <c>game-server:broadcast</c>: to a room, else to a user, else to everyone online. Anyone may publish one.</summary>
public sealed record Broadcast
{
    /// <summary>The sending instance, which ignores its own; empty for strangers.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The room whose members it is for; empty: not for a room.</summary>
    public string? RoomId { get; init; }

    /// <summary>The user it is for; 0: for everyone. Strangers may also write it as null.</summary>
    [JsonConverter(typeof(NullAsZero))]
    public long UserId { get; init; }

    /// <summary>The frame's type.</summary>
    public string? Type { get; init; }

    /// <summary>Any JSON.</summary>
    public JsonElement? Data { get; init; }
}
