using System.Net;
using Baize.Cluster.Instances;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Gateway.Routing;

/// <summary>Single-instance mode: the one instance is the game server on this machine, whether it is there or not.</summary>
internal sealed class LocalSource(IOptions<ServerOptions> server) : IRoutingSource
{
    private readonly InstanceRecord[] _only = [new("local", IPAddress.Loopback.ToString(), server.Value.GamePort, RegisteredAt: 0)];

    public ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken) => new(_only);

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) => new((string?)null);
}
