namespace Baize.Chaos;

/// <summary>What may be broken.</summary>
internal enum Fault
{
    /// <summary>SIGKILL to a game server; it is started again.</summary>
    Kill,

    /// <summary>SIGSTOP to a game server, SIGCONT a few seconds later.</summary>
    Stop,

    /// <summary>SIGTERM to a game server: it drains; it is started again.</summary>
    Drain,

    /// <summary>A game server alone is cut off from Redis, without a word to either, while its clients stay connected to it.</summary>
    Partition,

    /// <summary>SIGKILL to Redis, which writes each command to disk before it answers; it is started again a second later.</summary>
    RedisKill,

    /// <summary>SIGSTOP to Redis, SIGCONT a few seconds later.</summary>
    RedisStop,
}
