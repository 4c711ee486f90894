using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baize.Rooms.Runtime;

namespace Baize.Rooms.Testing;

/// <summary>What users do, in the protocol's words.</summary>
public sealed partial class TestRoom<TGame>
{
    /// <summary>Joins, or comes back.</summary>
    /// <param name="userId">1 or more.</param>
    /// <param name="spectate">Watch, without a seat.</param>
    public RoomReply Join(long userId, bool spectate = false) =>
        Ask(new RoomRequest(RoomRequestKind.Join, userId, $"player {userId}", Id: null, default) { Spectate = spectate });

    /// <summary>Leaves for good.</summary>
    public RoomReply Leave(long userId) => Ask(RoomRequestKind.Leave, userId);

    /// <summary>Loses the connection.</summary>
    public void Disconnect(long userId) => Ask(new RoomRequest(RoomRequestKind.Disconnect, userId, "", Id: null, default));

    /// <summary>Is ready to start.</summary>
    public RoomReply Ready(long userId) => Ask(RoomRequestKind.Ready, userId);

    /// <summary>Is not ready after all.</summary>
    public RoomReply CancelReady(long userId) => Ask(RoomRequestKind.CancelReady, userId);

    /// <summary>Starts the game; the host's.</summary>
    public RoomReply Start(long userId) => Ask(RoomRequestKind.Start, userId);

    /// <summary>Seats a bot; the host's.</summary>
    public RoomReply AddBot(long userId) => Ask(RoomRequestKind.AddBot, userId);

    /// <summary>Puts another out; the host's.</summary>
    public RoomReply Kick(long userId, long otherId) => Ask(RoomRequestKind.Kick, userId, Encoding.UTF8.GetBytes($$"""{"user_id":{{otherId}}}"""));

    /// <summary>Says something to all members.</summary>
    public RoomReply Message(long userId, string text) => Ask(RoomRequestKind.Message, userId, JsonSerializer.SerializeToUtf8Bytes(text));

    /// <summary>Acts in the game.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="action">The action's name.</param>
    /// <param name="data">Its data, as an object whose properties are named as in JSON; null: none.</param>
    public RoomReply Act(long userId, string action, object? data = null)
    {
        var json = data is null ? [] : JsonSerializer.SerializeToNode(data)!.AsObject();
        json["name"] = action;
        return Ask(RoomRequestKind.Action, userId, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json));
    }
}
