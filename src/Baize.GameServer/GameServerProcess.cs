using System.Net;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.GameServer.Edge;
using Baize.GameServer.Http;
using Baize.GameServer.Instance;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.GameServer.Sockets.Epoll;
using Baize.Hosting.Cluster;
using Baize.Hosting.Logging;
using Baize.Hosting.Metrics;
using Baize.Rooms.Runtime;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Baize.GameServer;

/// <summary>Puts the process on 8081 together: sockets, edge, rooms, and its place among the instances.</summary>
internal static partial class GameServerProcess
{
    /// <summary>Runs until told to stop.</summary>
    public static async Task RunAsync(WebApplicationBuilder builder, GameServerBuilder own)
    {
        using var starting = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await using var cluster = await builder.ConnectClusterAsync("game-server", starting.Token);
        var server = Bound<ServerOptions>(builder, "server");
        var ttl = TimeSpan.FromSeconds(Bound<LoadBalancerOptions>(builder, "load_balancer").InstanceTtl);
        var self = await InstanceIdentity.ReserveAsync(server, cluster, ttl, TimeProvider.System, starting.Token);

        AddServices(builder.Services, cluster, self);
        builder.Services.AddSingleton(services => own.Games(new RoomTimes
        {
            DisconnectGrace = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<RoomsOptions>>().Value.DisconnectGrace),
        }));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Body.MaxBytes;
            // A frame is taken when all of it is there, so the transport must hold one.
            kestrel.Limits.MaxRequestBufferSize = Math.Max(128 * 1024, 2 * Bound<LimitsOptions>(builder, "limits").MaxFrameBytes);
            kestrel.Listen(IPAddress.Any, server.GamePort, listen =>
            {
                if (!OperatingSystem.IsLinux())
                    listen.Use(next => context => listen.ApplicationServices.GetRequiredService<UpgradeListener>().OnConnectedAsync(context, next));
            });
        });

        await using var app = builder.Build();
        app.MapHealth();
        app.MapInternal();
        if (app.Environment.IsDevelopment())
            app.MapDevelopment();
        app.MapUpgrade();
        app.MapMetrics();
        own.MapEndpoints(app);

        var host = app.Services.GetRequiredService<RoomHost>();
        host.Edge = app.Services.GetRequiredService<EdgeRooms>();
        app.Services.GetRequiredService<ProcessScope>().Instance = self.Id;
        app.Services.GetRequiredService<InstanceMetrics>().Observe(app.Services);
        var bus = app.Services.GetRequiredService<IBus>();
        bus.Handle(app.Services.GetRequiredService<BusReceiver>());
        await bus.StartAsync(starting.Token);
        try
        {
            await app.StartAsync(starting.Token);
            Log.InstanceReady(app.Logger, self.Id, self.Address, self.Port, cluster.Mode.Name);
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
        finally
        {
            host.Stop();
        }
    }

    private static void AddServices(IServiceCollection services, ClusterLinks cluster, InstanceIdentity self)
    {
        if (cluster.Redis is { } redis)
            services.AddRedisInstance(redis, self.Id);
        else
            services.AddLocalInstance(self.Id);
        services.AddSingleton(self);
        services.AddSingleton<InstanceStatus>();
        services.AddSingleton<RoomMetrics>().AddSingleton<EdgeMetrics>().AddSingleton<InstanceMetrics>();
        services.AddSingleton<RoomVersions>().AddSingleton<RoomHost>().AddSingleton<OwnerLink>().AddSingleton<InstanceProbe>();
        services.AddSingleton<EdgeRooms>().AddSingleton<Lobby>().AddSingleton<ConnectionTable>().AddSingleton<FrameHandler>().AddSingleton<Hub>();
        services.AddSingleton<UpgradeGate>().AddSingleton<UpgradeListener>();
        if (OperatingSystem.IsLinux())
            services.AddSingleton<GamePort>().AddSingleton<IConnectionListenerFactory>(p => p.GetRequiredService<GamePort>());
        services.AddSingleton<ClientMover>().AddSingleton<DeadInstances>().AddSingleton<BusReceiver>();
        services.AddHttpClient(InstanceProbe.Client, client => client.Timeout = InstanceProbe.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseProxy = false, ConnectTimeout = InstanceProbe.Timeout });

        // Stopped in reverse: the drain first of all, then Kestrel, then these, the registration last.
        services.AddHosted<LiveRates>();
        services.AddHosted<Registration>();
        services.AddHosted<RoomClock>();
        services.AddHosted<PingWheel>();
        services.AddHosted<ClusterWatch>();
        services.AddHosted<Isolation>();
        services.AddHosted<DrainService>();
    }

    private static void AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>());

    private static T Bound<T>(WebApplicationBuilder builder, string section)
        where T : new() => builder.Configuration.GetSection(section).Get<T>() ?? new T();

    private static partial class Log // ids 2250-2259
    {
        [LoggerMessage(2250, LogLevel.Information, "Instance {InstanceId} is ready at {Address}:{Port} ({Mode}).", EventName = "InstanceReady")]
        public static partial void InstanceReady(ILogger logger, string instanceId, string address, int port, string mode);
    }
}
