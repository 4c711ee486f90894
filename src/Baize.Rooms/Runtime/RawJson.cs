using System.Text.Json.Serialization;

namespace Baize.Rooms.Runtime;

/// <summary>JSON within JSON, passed on as the bytes it is.</summary>
/// <param name="Bytes">Valid JSON; empty: none, which must not be written.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);
