using System.Net;
using System.Text.Json;
using Baize.Cluster.Instances;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Api.Routing;

/// <summary>Single-instance mode: the one instance is the game server on this machine, if it answers.</summary>
internal sealed class LocalSource(IHttpClientFactory clients, IOptions<ServerOptions> server) : IInstanceSource
{
    /// <summary>The HTTP client it asks with.</summary>
    public const string Client = "local-instance";

    /// <summary>How long the instance may take: it is on loopback.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        try
        {
            // The figures have the same names in /stats as in a record.
            var stats = await client.GetFromJsonAsync(
                new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), server.Value.GamePort, "stats").Uri,
                InstanceJson.Default.InstanceRecord,
                cancellationToken);
            return stats is { InstanceId.Length: > 0 }
                ? [stats with { Address = IPAddress.Loopback.ToString(), Port = server.Value.GamePort }]
                : [];
        }
        catch (Exception ex) when (ex is HttpRequestException or JsonException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return []; // it is not there: the router says so to whoever asks
        }
    }

    public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}
