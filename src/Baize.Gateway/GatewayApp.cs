using System.Diagnostics;
using System.Net;
using Baize.Gateway.Forwarding;
using Baize.Gateway.Health;
using Baize.Gateway.Http;
using Baize.Gateway.Routing;
using Baize.Gateway.Sockets;
using Baize.Hosting.Metrics;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Baize.Gateway;

/// <summary>The services and the pipeline of the gateway, wherever it runs: as a process, or within a test.</summary>
internal static class GatewayApp
{
    /// <summary>To connect: within a data centre a SYN that is lost twice has been repeated by then.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>For a request's line and headers to come: a connection that says nothing is not held for long.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Needs an <see cref="IRoutingSource"/>, a <c>ClusterMode</c> and what <c>BaizeHost.CreateBuilder</c> registers.</summary>
    public static IServiceCollection AddBaizeGateway(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>(static (kestrel, options) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Value.MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = options.Value.MaxHeaderBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.Value.MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.Value.MaxConnections;
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>(static (forwarded, options) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.ForwardLimit = null; // as far back as the proxies are trusted
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.Value.Proxies())
                forwarded.KnownIPNetworks.Add(network);
        });
        services.AddLogging(static logging => logging.AddFilter("Yarp", LogLevel.None)); // a line per lost client; HealthBook logs what changes, once
        services.AddHttpForwarder();
        services.AddAddressLimits();
        services.AddHttpClient(HealthProbe.Client, static client => client.Timeout = HealthProbe.Timeout).RemoveAllLoggers().ConfigurePrimaryHttpMessageHandler(Handler);
        services.AddSingleton(static _ => new HttpMessageInvoker(Handler()));
        services.AddSingleton<GatewayMetrics>().AddSingleton<HealthBook>().AddSingleton<OpenSockets>().AddSingleton<ApiUpstreams>();
        services.AddSingleton<RoomOwners>().AddSingleton<SocketRouter>().AddSingleton<UpstreamForwarder>();
        services.AddSingleton<InstanceWatch>().AddHostedService(static p => p.GetRequiredService<InstanceWatch>());
        services.AddHostedService<HealthProbe>();
        services.AddSingleton<SocketDrain>().AddHostedService(static p => p.GetRequiredService<SocketDrain>());
        return services;
    }

    public static void UseBaizeGateway(this WebApplication app)
    {
        app.Services.GetRequiredService<GatewayMetrics>().Observe(app.Services);
        app.UseForwardedHeaders();
        app.Use(Gate.PassAsync);
        app.UseRouting();
        app.UseRateLimiter();
        app.MapHealth();
        app.MapMetrics();
        app.MapSockets();
        app.MapCalls();
    }

    // Without a proxy: upstreams are neighbours. Redirects and cookies are the client's, and what is compressed stays so.
    private static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // an upstream's name may come to mean another address
    };
}
