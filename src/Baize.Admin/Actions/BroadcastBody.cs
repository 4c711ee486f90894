namespace Baize.Admin.Actions;

/// <summary>Body of a game server's <c>POST /internal/broadcast</c>.</summary>
internal sealed record BroadcastBody(string Type, AnnounceRequest Data);
