using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baize.Protocol.Api;

/// <summary>Body of <c>POST /rooms/{id}/actions</c>: a move, and what belongs to it.</summary>
/// <param name="Name">The move's name, as the game defines it.</param>
/// <param name="Id">The request id, 1 to 64 characters: the same id takes effect once. Null: made by the API.</param>
public sealed record ActionRequest(string? Name, string? Id = null)
{
    /// <summary>The move's further fields, passed on to the game as they are.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; set; }
}
