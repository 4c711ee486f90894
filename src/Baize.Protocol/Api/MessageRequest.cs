using System.Text.Json;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /rooms/{id}/messages</c>.</summary>
/// <param name="Data">Any JSON: what all members get.</param>
/// <param name="Id">The request id, 1 to 64 characters: the same id takes effect once.</param>
public sealed record MessageRequest(JsonElement? Data, string? Id = null);
