using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Baize.PlatformTests.Nginx;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Gateway;

/// <summary>A gateway with TLS and narrow limits, behind a proxy on loopback that it trusts, before an API that remembers what reached it.</summary>
internal sealed class EdgeGateway : IAsyncDisposable
{
    private const string Subject = "CN=play.example";

    private readonly int _port = FreePorts.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-tls-").FullName;
    private ServerProcess? _process;

    public UpstreamStub Api { get; } = new();

    public ServerProcess Process => _process!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == Subject },
    });

    private string Pem => Path.Combine(_folder, "tls.pem");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<EdgeGateway> StartAsync(BaizePlatform platform)
    {
        var edge = new EdgeGateway();
        try
        {
            await edge.Api.StartAsync();
            await edge.RenewCertificateAsync();
            edge._process = platform.StartGateway(
                edge._port,
                ("GATEWAY_API", $"http://127.0.0.1:{edge.Api.Port}"),
                ("GATEWAY_CERTIFICATE", edge.Pem),
                ("GATEWAY_TRUSTED_PROXIES", "127.0.0.1"),
                ("GATEWAY_REQUESTS_PER_SECOND", "5"),
                ("GATEWAY_SOCKETS_PER_ADDRESS", "2"),
                ("DRAIN_TIMEOUT", "1"));
            await edge._process.WaitForHttpStatusAsync(edge.Http, edge.Address("health/ready"));
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    public Uri Address(string path) => new($"https://127.0.0.1:{_port}/{path}");

    /// <summary>Writes another certificate, and its key, into the file.</summary>
    public Task RenewCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return File.WriteAllTextAsync(Pem, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", Cancelled);
    }

    /// <summary>The serial number of the certificate that a new connection gets.</summary>
    public async Task<string> SerialAsync()
    {
        var serial = "";
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (serial = certificate!.GetSerialNumberString()).Length > 0 },
        });
        using var answer = await http.GetAsync(Address("health/live"), Cancelled);
        return serial;
    }

    /// <summary>Asks as the proxy does for a client.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string from, string? host = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(path)) { Headers = { Host = host } };
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, Cancelled);
    }

    /// <summary>Opens a WebSocket as the proxy does for a client; null where it is refused.</summary>
    public async Task<ClientWebSocket?> ConnectAsync(string from)
    {
        var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == Subject;
        socket.Options.SetRequestHeader("X-Forwarded-For", from);
        try
        {
            await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{_port}/ws?room=gateway-tls&token={Tokens.Valid(Tokens.NewUser())}"), Cancelled);
            return socket;
        }
        catch (WebSocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>The next frame of a socket, as text.</summary>
    public static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled).AsTask().WaitAsync(Eventually.Deadline, Cancelled);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        await Api.DisposeAsync();
        Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
