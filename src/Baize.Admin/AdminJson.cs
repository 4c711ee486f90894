using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Admin.Actions;
using Baize.Admin.Audit;
using Baize.Admin.Overview;
using Baize.Admin.Platform;
using Baize.Admin.Rooms;

namespace Baize.Admin;

/// <summary>All JSON that this process reads and writes. Unknown fields are passed over, so that versions mix.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnnounceReply))]
[JsonSerializable(typeof(AnnounceRequest))]
[JsonSerializable(typeof(ApiHealth))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditReply))]
[JsonSerializable(typeof(BroadcastAnswer))]
[JsonSerializable(typeof(BroadcastBody))]
[JsonSerializable(typeof(ConnectionsBody))]
[JsonSerializable(typeof(DrainAnswer))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(HistoryReply))]
[JsonSerializable(typeof(InstanceStats))]
[JsonSerializable(typeof(KickRequest))]
[JsonSerializable(typeof(ListedInstances))]
[JsonSerializable(typeof(OverviewReply))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(RoomCallAnswer))]
[JsonSerializable(typeof(RoomCallBody))]
[JsonSerializable(typeof(RoomPageBody))]
[JsonSerializable(typeof(RoomRecordBody))]
[JsonSerializable(typeof(RoomReply))]
[JsonSerializable(typeof(RoomSearchReply))]
internal sealed partial class AdminJson : JsonSerializerContext;
