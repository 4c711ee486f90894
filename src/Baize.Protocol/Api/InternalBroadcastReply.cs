namespace Baize.Protocol.Api;

/// <summary>Reply of <c>POST /internal/broadcast</c>, whose body is a <see cref="BroadcastRequest"/>: for the connections of this instance.</summary>
/// <param name="Connections">Connections it was sent to.</param>
public sealed record InternalBroadcastReply(int Connections);
