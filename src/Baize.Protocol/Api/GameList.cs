namespace Baize.Protocol.Api;

/// <summary>Reply of <c>GET /games</c>.</summary>
public sealed record GameList(IReadOnlyList<GameInfo> Games);
