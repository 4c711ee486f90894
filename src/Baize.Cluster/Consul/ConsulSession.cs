namespace Baize.Cluster.Consul;

/// <summary>A session that lasts as long as its checks are well, without a time of its own: those begin at 10 s.</summary>
internal sealed record ConsulSession(string Name, string LockDelay, string Behavior, IReadOnlyList<string> NodeChecks, IReadOnlyList<ConsulSessionCheck> ServiceChecks);

/// <summary>One of a session's checks.</summary>
internal sealed record ConsulSessionCheck(string ID);

/// <summary>The answer to the making of a session.</summary>
internal sealed record ConsulSessionId(string ID);
