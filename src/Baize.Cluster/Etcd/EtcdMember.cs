using Etcdserverpb;
using Grpc.Net.Client;

namespace Baize.Cluster.Etcd;

/// <summary>One member of an etcd cluster: its connection and what is asked over it.</summary>
internal sealed class EtcdMember : IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(1);

    /// <summary>A watch says nothing while nothing happens, so the connection is pinged; not more often: etcd hangs up on who pings more than every 5 s.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    private readonly GrpcChannel _channel;

    /// <param name="endpoint"><c>http://host:port</c>.</param>
    public EtcdMember(Uri endpoint)
    {
        Endpoint = endpoint;
        _channel = GrpcChannel.ForAddress(endpoint, new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectTimeout = Connecting,
                KeepAlivePingDelay = PingEvery,
                KeepAlivePingTimeout = PingTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            },
        });
        var calls = _channel.CreateCallInvoker();
        Keys = new KV.KVClient(calls);
        Leases = new Lease.LeaseClient(calls);
        Watches = new Watch.WatchClient(calls);
    }

    public Uri Endpoint { get; }

    public KV.KVClient Keys { get; }

    public Lease.LeaseClient Leases { get; }

    public Watch.WatchClient Watches { get; }

    public void Dispose() => _channel.Dispose();
}
