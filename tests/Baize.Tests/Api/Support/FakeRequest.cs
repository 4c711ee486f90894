using System.Text.Json;
using Baize.Protocol;
using Baize.Protocol.Api;

namespace Baize.Tests.Api.Support;

/// <summary>What an instance was asked.</summary>
internal sealed record FakeRequest(string Method, string Path, string Query, string Key, string Body)
{
    public RoomCall Call() => JsonSerializer.Deserialize(Body, ProtocolJson.Default.RoomCall)!;

    public CreateRoomCall Create() => JsonSerializer.Deserialize(Body, ProtocolJson.Default.CreateRoomCall)!;

    public NotifyRequest Notify() => JsonSerializer.Deserialize(Body, ProtocolJson.Default.NotifyRequest)!;
}
