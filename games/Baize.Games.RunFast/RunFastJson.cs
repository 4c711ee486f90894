using System.Text.Json.Serialization;

namespace Baize.Games.RunFast;

/// <summary>JSON made at build time: no reflection while a game runs.</summary>
[JsonSerializable(typeof(PlayCards))]
[JsonSerializable(typeof(RunFastOptions))]
[JsonSerializable(typeof(RunFastState))]
[JsonSerializable(typeof(RunFastView))]
[JsonSerializable(typeof(Settlement))]
internal sealed partial class RunFastJson : JsonSerializerContext;
