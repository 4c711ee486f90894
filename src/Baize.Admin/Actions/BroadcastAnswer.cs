namespace Baize.Admin.Actions;

/// <summary>A game server's answer to <c>POST /internal/broadcast</c>.</summary>
internal sealed record BroadcastAnswer(int Connections);
