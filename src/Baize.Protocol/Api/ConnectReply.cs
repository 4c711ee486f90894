namespace Baize.Protocol.Api;

/// <summary>Where to connect so that the room is local.</summary>
/// <param name="WsUrl"><c>ws://host:port/ws?room=…</c>, the token to be added.</param>
/// <param name="InstanceId">The instance behind it.</param>
public sealed record ConnectReply(string WsUrl, string InstanceId);
