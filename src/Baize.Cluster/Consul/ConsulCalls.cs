using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.Cluster.Consul;

/// <summary>Asks a Consul agent over HTTP.</summary>
/// <param name="address"><c>http://host:port</c>.</param>
/// <param name="token">For its ACL; empty: none.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsulCalls(Uri address, string token, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1); // as with Redis

    private readonly HttpClient _http = New(address, token);

    /// <summary>For people.</summary>
    public string Name { get; } = $"Consul at {address.Host}:{address.Port}";

    /// <summary>Reads.</summary>
    public ValueTask<ConsulReply> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, Timeout, cancellationToken);

    /// <summary>Reads, and lets the agent wait for a change.</summary>
    public ValueTask<ConsulReply> GetAsync(string path, TimeSpan wait, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, content: null, wait + Timeout * 2, cancellationToken);

    public ValueTask<ConsulReply> PutAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, content: null, Timeout, cancellationToken);

    // In one piece: without a Content-Length Consul 1.8 makes a session of its defaults, and says nothing.
    public ValueTask<ConsulReply> PutAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        PutAsync(path, JsonSerializer.SerializeToUtf8Bytes(body, type), cancellationToken);

    public ValueTask<ConsulReply> PutAsync(string path, byte[] body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(body), Timeout, cancellationToken);

    /// <summary>What an answer means that should not have come.</summary>
    public ClusterUnavailableException Refused(ConsulReply reply) =>
        new($"{Name} did not do it: {(int)reply.Status} {reply.Text.Trim().ReplaceLineEndings(" ")}")
        {
            IsTransient = reply.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest),
        };

    public void Dispose() => _http.Dispose();

    private async ValueTask<ConsulReply> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            var index = response.Headers.TryGetValues("X-Consul-Index", out var values) && long.TryParse(values.First(), out var at) ? at : 0;
            return new ConsulReply(response.StatusCode, index, body);
        }
        catch (HttpRequestException ex)
        {
            throw new ClusterUnavailableException($"{Name} does not answer: {ex.Message}", ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnavailableException($"{Name} does not answer within {timeout.TotalSeconds} s.", ex);
        }
    }

    private static HttpClient New(Uri address, string token)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Timeout, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(address, "/v1/"),
            Timeout = System.Threading.Timeout.InfiniteTimeSpan, // each call has its own
        };
        if (token.Length > 0)
            http.DefaultRequestHeaders.TryAddWithoutValidation("X-Consul-Token", token);
        return http;
    }
}
