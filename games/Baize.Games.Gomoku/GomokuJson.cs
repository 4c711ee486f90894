using System.Text.Json.Serialization;

namespace Baize.Games.Gomoku;

/// <summary>JSON made at build time: no reflection while a game runs.</summary>
[JsonSerializable(typeof(GomokuOptions))]
[JsonSerializable(typeof(GomokuState))]
[JsonSerializable(typeof(GomokuView))]
[JsonSerializable(typeof(PlaceStone))]
internal sealed partial class GomokuJson : JsonSerializerContext;
