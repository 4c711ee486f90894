using System.Net;
using StackExchange.Redis;

namespace Baize.Cluster.Redis.Direct;

/// <summary>Where the master is, as the client knows it, and how one of our own connections signs on there.</summary>
internal sealed class DirectAddress(IConnectionMultiplexer redis, ConfigurationOptions options)
{
    public string ClientName => options.ClientName ?? "";

    public string? User => options.User;

    public string? Password => options.Password;

    public TimeSpan Timeout => TimeSpan.FromMilliseconds(options.AsyncTimeout);

    /// <summary>Whether it can be reached in this way: one master, no TLS, no tunnel, the first database. Else the client's own connections serve.</summary>
    public bool IsUsable =>
        options is { Ssl: false, Proxy: Proxy.None, Tunnel: null, DefaultDatabase: null or 0 } && Array.TrueForAll(redis.GetServers(), s => s.ServerType != ServerType.Cluster);

    /// <summary>The master; null while the client knows of none.</summary>
    public EndPoint? Master => Array.Find(redis.GetServers(), s => s.IsConnected && !s.IsReplica && s.ServerType != ServerType.Sentinel)?.EndPoint;

    /// <summary>Whether it is known that an endpoint is the master no longer.</summary>
    public bool HasMovedFrom(EndPoint endpoint) =>
        Master is { } master ? !master.Equals(endpoint) : Array.Exists(redis.GetServers(), s => s.EndPoint.Equals(endpoint) && s is { IsConnected: true, IsReplica: true });
}
