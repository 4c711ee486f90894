using System.Net;
using System.Net.Security;
using Baize.Cluster;
using Baize.Gateway.Routing;
using Baize.Gateway.Tls;
using Baize.Hosting;
using Baize.Hosting.Cluster;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Baize.Gateway;

/// <summary>Puts the process on 8000 together. It holds nothing: of what it knows all but the open sockets can be asked for again.</summary>
internal static partial class GatewayProcess
{
    /// <summary>As long as connecting to Redis may take, tries included.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs until told to stop.</summary>
    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        using var starting = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        await using var cluster = await builder.ConnectClusterAsync("gateway", starting.Token);
        if (cluster.Redis is { } redis)
            builder.Services.AddRedisCluster(redis).AddSingleton<IRoutingSource, ClusterSource>();
        else
            builder.Services.AddSingleton<IRoutingSource, LocalSource>();
        builder.Services.AddBaizeGateway();

        var options = builder.Configuration.Gateway();
        var port = builder.Configuration.Server().GatewayPort;
        var isSecure = options.Certificate.Length > 0;
        if (!isSecure && options.CertificateKey.Length > 0)
            throw new ConfigurationException([$"gateway.certificate is ''; allowed where gateway.certificate_key ('{options.CertificateKey}') is set: the PEM file of its certificate."]);
        if (isSecure)
        {
            builder.Services.AddSingleton(p => new CertificateFile(options, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<CertificateFile>>()));
            builder.Services.AddHostedService(p => p.GetRequiredService<CertificateFile>());
        }
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1; // a browser's sockets would share one HTTP/2 connection, and a slow one hold up the others
            if (isSecure)
                Secure(listen, kestrel.ApplicationServices.GetRequiredService<CertificateFile>());
        }));

        await using var app = builder.Build();
        app.UseBaizeGateway();
        await app.Services.GetRequiredService<InstanceWatch>().ReadAsync(starting.Token); // the first request finds a list
        await app.StartAsync(starting.Token);
        Log.Ready(app.Logger, isSecure ? "https" : "http", port, cluster.Mode.Name);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static void Secure(ListenOptions listen, CertificateFile certificate) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        }),
    });

    private static partial class Log // ids 6050-6059
    {
        [LoggerMessage(6050, LogLevel.Information, "The gateway is ready on {Scheme} port {Port} ({Mode}).", EventName = "Ready")]
        public static partial void Ready(ILogger logger, string scheme, int port, string mode);
    }
}
