using Baize.Cluster.Redis;
using StackExchange.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>A redis-server that speaks TLS only, with a certificate of an authority that no system knows, and wants one of its client.</summary>
public sealed class TlsRedisFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-tls-").FullName;
    private readonly int _port = FreePorts.Next();
    private ServerProcess? _redis;

    public override string Endpoint
    {
        get
        {
            Tools.Find("redis-server");
            return $"127.0.0.1:{_port},ssl=true";
        }
    }

    public override RedisAddress Address => new(Endpoint)
    {
        CaFile = Certificates.AuthorityFile,
        CertFile = Certificates.CertificateFile,
        KeyFile = Certificates.KeyFile,
    };

    internal Certificates Certificates => field ??= Certificates.Make(_folder);

    public override async ValueTask InitializeAsync()
    {
        if (!RedisProcess.IsInstalled)
            return;
        _redis = ServerProcess.Start(
            "redis-tls",
            Tools.Find("redis-server"),
            [
                "--port", "0", "--tls-port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder, "--tls-auth-clients", "yes",
                "--tls-cert-file", Certificates.CertificateFile, "--tls-key-file", Certificates.KeyFile, "--tls-ca-cert-file", Certificates.AuthorityFile,
            ],
            workingFolder: _folder);
        await _redis.WaitForLogAsync("Ready to accept connections");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void Configure(ConfigurationOptions options)
    {
        options.TrustIssuer(Certificates.AuthorityFile);
        options.SetUserPemCertificate(Certificates.CertificateFile, Certificates.KeyFile);
    }
}
