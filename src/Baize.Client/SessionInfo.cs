namespace Baize.Client;

/// <summary>What the first frame of a connection says.</summary>
/// <param name="UserId">Who.</param>
/// <param name="InstanceId">On which instance.</param>
/// <param name="SessionId">Names the connection.</param>
public sealed record SessionInfo(long UserId, string InstanceId, string SessionId);
