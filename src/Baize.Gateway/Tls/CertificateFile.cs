using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Baize.Hosting;
using Baize.Hosting.Options;

namespace Baize.Gateway.Tls;

/// <summary>The certificate, read anew when its file changes: one that is renewed every few weeks needs no restart.</summary>
internal sealed partial class CertificateFile : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _certificate;
    private readonly string _key;
    private readonly TimeProvider _time;
    private readonly ILogger<CertificateFile> _logger;
    private volatile Loaded _loaded;
    private DateTime _seen;

    /// <exception cref="ConfigurationException">The files are no certificate and its key.</exception>
    public CertificateFile(GatewayOptions options, TimeProvider time, ILogger<CertificateFile> logger)
    {
        (_certificate, _key, _time, _logger) = (options.Certificate, options.CertificateKey.Length > 0 ? options.CertificateKey : options.Certificate, time, logger);
        try
        {
            _seen = Changed();
            _loaded = Load();
        }
        catch (Exception ex) when (IsFault(ex))
        {
            throw new ConfigurationException([$"gateway.certificate is '{_certificate}' and gateway.certificate_key '{options.CertificateKey}'; allowed: readable PEM files of a certificate, its chain included, and its private key ({ex.Message})."]);
        }
    }

    /// <summary>For the next handshake.</summary>
    public SslStreamCertificateContext Current => _loaded.Context;

    /// <summary>When it ends.</summary>
    public DateTimeOffset NotAfter => _loaded.NotAfter;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (Changed() is var changed && changed == _seen)
                    continue;
                _seen = changed;
                _loaded = Load();
                Log.CertificateRead(_logger, _certificate, NotAfter);
            }
            catch (Exception ex) when (IsFault(ex)) // perhaps one of the two is written and the other not yet: the next change is looked at again
            {
                Log.CertificateUnreadable(_logger, _certificate, NotAfter, ex.Message);
            }
        }
    }

    private static bool IsFault(Exception ex) => ex is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private DateTime Changed() => new(Math.Max(File.GetLastWriteTimeUtc(_certificate).Ticks, File.GetLastWriteTimeUtc(_key).Ticks), DateTimeKind.Utc);

    private Loaded Load()
    {
        var leaf = X509Certificate2.CreateFromPemFile(_certificate, _key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_certificate);
        return new Loaded(SslStreamCertificateContext.Create(leaf, chain, offline: true), new DateTimeOffset(leaf.NotAfter));
    }

    private sealed record Loaded(SslStreamCertificateContext Context, DateTimeOffset NotAfter);

    private static partial class Log // ids 6040-6049
    {
        [LoggerMessage(6040, LogLevel.Information, "The certificate {File} was read anew; it ends {NotAfter:u}.", EventName = "CertificateRead")]
        public static partial void CertificateRead(ILogger logger, string file, DateTimeOffset notAfter);

        [LoggerMessage(6041, LogLevel.Error, "The certificate {File} has changed and cannot be read; the one that ends {NotAfter:u} stays: {Reason}", EventName = "CertificateUnreadable")]
        public static partial void CertificateUnreadable(ILogger logger, string file, DateTimeOffset notAfter, string reason);
    }
}
