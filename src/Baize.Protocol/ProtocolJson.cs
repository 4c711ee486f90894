using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Protocol.Api;
using Baize.Protocol.Rooms;

namespace Baize.Protocol;

/// <summary>The JSON of the protocol's records: snake_case, absent where null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(BroadcastReply))]
[JsonSerializable(typeof(BroadcastRequest))]
[JsonSerializable(typeof(ConnectReply))]
[JsonSerializable(typeof(CreateRoomCall))]
[JsonSerializable(typeof(CreateRoomRequest))]
[JsonSerializable(typeof(GameList))]
[JsonSerializable(typeof(GuestReply))]
[JsonSerializable(typeof(GuestRequest))]
[JsonSerializable(typeof(InternalBroadcastReply))]
[JsonSerializable(typeof(JoinReply))]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(KickRequest))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(NotifyReply))]
[JsonSerializable(typeof(NotifyRequest))]
[JsonSerializable(typeof(RoomCall))]
[JsonSerializable(typeof(RoomCallReply))]
[JsonSerializable(typeof(RoomInfo))]
[JsonSerializable(typeof(RoomLifeRequest))]
[JsonSerializable(typeof(RoomList))]
[JsonSerializable(typeof(SeqReply))]
[JsonSerializable(typeof(StateReply))]
public sealed partial class ProtocolJson : JsonSerializerContext;
