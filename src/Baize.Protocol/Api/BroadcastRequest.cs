using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /broadcast</c>.</summary>
/// <param name="Type">The frame's type, as clients will see it.</param>
/// <param name="Data">Any JSON.</param>
public sealed record BroadcastRequest(string? Type, JsonElement? Data);
