using System.Net;
using Baize.Cluster;
using Baize.Cluster.Bus;
using Baize.GameServer.Edge;
using Baize.GameServer.Http;
using Baize.GameServer.Instance;
using Baize.GameServer.Rooms;
using Baize.GameServer.Sockets;
using Baize.GameServer.Sockets.Epoll;
using Baize.Hosting.Auth;
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
        await using var cluster = builder.StartCluster("game-server", starting.Token);
        var server = builder.Configuration.Server();
        var ttl = TimeSpan.FromSeconds(builder.Configuration.LoadBalancer().InstanceTtl);
        var joining = InstanceIdentity.ReserveAsync(server, cluster.Connecting, ttl, TimeProvider.System, starting.Token);

        AddServices(builder.Services, cluster, joining);
        builder.Services.AddSingleton(services => own.Games(new RoomTimes
        {
            DisconnectGrace = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<RoomsOptions>>().Value.DisconnectGrace),
        }));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Body.MaxBytes;
            // A frame is taken when all of it is there, so the transport must hold one.
            kestrel.Limits.MaxRequestBufferSize = Math.Max(128 * 1024, 2 * builder.Configuration.Limits().MaxFrameBytes);
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
        // These take a while and need no cluster: they are made while it is being connected to.
        app.Services.GetRequiredService<GameCatalog>();
        app.Services.GetRequiredService<UserTokens>();

        var self = await joining;
        own.MapEndpoints(app);
        var firstRequest = Task.Run(() => FirstRequest.TakeAsync(app), starting.Token);
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
            await firstRequest;
            Log.InstanceReady(app.Logger, self.Id, self.Address, self.Port, cluster.Links.Mode.Name);
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
        finally
        {
            host.Stop();
        }
    }

    /// <param name="services">Where to.</param>
    /// <param name="cluster">Not yet connected: the first service that is of the cluster is asked for when it is.</param>
    /// <param name="joining">The same of this instance's id.</param>
    private static void AddServices(IServiceCollection services, ClusterStart cluster, Task<InstanceIdentity> joining)
    {
        services.AddInstance(() => cluster.Links.Registry, () => cluster.Links.Redis, () => joining.Result.Id);
        services.AddSingleton(_ => joining.Result);
        services.AddSingleton(p => new InstanceStatus(p.GetRequiredService<InstanceIdentity>(), cluster.Links));
        services.AddSingleton<RoomMetrics>().AddSingleton<EdgeMetrics>().AddSingleton<InstanceMetrics>();
        services.AddSingleton<RoomVersions>().AddSingleton<RoomHost>().AddSingleton<OwnerLink>().AddSingleton<InstanceProbe>();
        services.AddSingleton<EdgeRooms>().AddSingleton<Lobby>().AddSingleton<ConnectionTable>().AddSingleton<FrameHandler>().AddSingleton<Hub>();
        services.AddSingleton<UpgradeGate>().AddSingleton<UpgradeListener>();
        if (OperatingSystem.IsLinux())
            services.AddSingleton<GamePort>().AddSingleton<IConnectionListenerFactory, GamePortFactory>();
        services.AddSingleton<ClientMover>().AddSingleton<DeadInstances>().AddSingleton<BusReceiver>();
        // Before the resolver by reflection, which would read every type of System.Text.Json for the first reply.
        services.ConfigureHttpJsonOptions(http => http.SerializerOptions.TypeInfoResolverChain.Insert(0, GameServerJson.Default));
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

    private static partial class Log // ids 2250-2259
    {
        [LoggerMessage(2250, LogLevel.Information, "Instance {InstanceId} is ready at {Address}:{Port} ({Mode}).", EventName = "InstanceReady")]
        public static partial void InstanceReady(ILogger logger, string instanceId, string address, int port, string mode);
    }
}
