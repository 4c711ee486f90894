using System.Net;
using Baize.Api.Routing;
using Baize.Cluster;
using Baize.Hosting.Cluster;
using Baize.Hosting.Options;

namespace Baize.Api;

/// <summary>Puts the process on 8080 together. It holds no rooms: it authenticates, routes and asks instances.</summary>
internal static partial class ApiProcess
{
    /// <summary>As long as connecting to Redis may take, tries included.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs until told to stop.</summary>
    public static async Task RunAsync(WebApplicationBuilder builder)
    {
        using var starting = new CancellationTokenSource(StartTimeout, TimeProvider.System);
        await using var cluster = await builder.ConnectClusterAsync("api", starting.Token);
        if (cluster.Redis is { } redis)
            builder.Services.AddRedisCluster(redis).AddSingleton<IInstanceSource, ClusterSource>();
        else
            builder.Services.AddSingleton<IInstanceSource, LocalSource>();
        builder.Services.AddBaizeApi();

        var port = builder.Configuration.Server().Port;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, port));

        await using var app = builder.Build();
        app.UseBaizeApi();
        await app.StartAsync(starting.Token);
        Log.Ready(app.Logger, port, cluster.Mode.Name);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static partial class Log // ids 4030-4039
    {
        [LoggerMessage(4030, LogLevel.Information, "The API is ready on port {Port} ({Mode}).", EventName = "Ready")]
        public static partial void Ready(ILogger logger, int port, string mode);
    }
}
