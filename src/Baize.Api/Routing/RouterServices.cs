using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Baize.Api.Routing;

/// <summary>Registers the router. An <see cref="IInstanceSource"/> comes from whoever knows the mode.</summary>
internal static class RouterServices
{
    /// <summary>Instances asked for one call at most: more would not fit into <see cref="RouterOptions.Total"/> anyway, but where they refuse at once.</summary>
    private const int MaxAttempts = 8;

    /// <summary>Connections to one instance at most; calls beyond wait within their deadline.</summary>
    private const int MaxConnections = 256;

    public static IServiceCollection AddRouter(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddLogging(logging => logging.AddFilter("Polly", LogLevel.None)); // a line per attempt; Suspects logs what changes, once
        services.AddSingleton<LiveInstances>().AddSingleton<Suspects>().AddSingleton<InstanceLoad>();
        services.AddSingleton<RoutePlanner>().AddSingleton<RouterMetrics>().AddSingleton<InstanceRouter>();
        services.AddTransient<InstanceHandler>();

        services.AddHttpClient(LocalSource.Client, client => client.Timeout = LocalSource.Timeout)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(Sockets);

        services.AddHttpClient(InstanceRouter.Client, client =>
            {
                client.BaseAddress = new Uri("http://instances/"); // each attempt names its own
                client.Timeout = Timeout.InfiniteTimeSpan; // the pipeline's
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(Sockets)
            .AddResilienceHandler("router", static (pipeline, context) =>
            {
                var options = context.ServiceProvider.GetRequiredService<IOptions<RouterOptions>>().Value;
                pipeline.AddTimeout(options.Total).AddHedging(Hedging(options.Hedge));
            });
        services.AddHttpClient(InstanceRouter.Client).AddHttpMessageHandler<InstanceHandler>(); // below the pipeline
        return services;
    }

    // Without a proxy: instances are neighbours. Redirects and cookies have no business between them.
    private static SocketsHttpHandler Sockets() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = RouterOptions.Connect,
        MaxConnectionsPerServer = MaxConnections,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // an instance's name may come to mean another address
    };

    private static HttpHedgingStrategyOptions Hedging(TimeSpan delay) => new()
    {
        Delay = delay,
        MaxHedgedAttempts = MaxAttempts - 1,
        ShouldHandle = static args => ValueTask.FromResult(args.Outcome switch
        {
            { Exception: HttpRequestException } => true,
            { Result: { } response } => InstanceReply.IsFailure((int)response.StatusCode),
            _ => false,
        }),
        ActionGenerator = static args => HasNext(args.PrimaryContext) ? () => args.Callback(args.ActionContext) : null,
    };

    private static bool HasNext(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(InstanceHandler.Route, out var route) && route.HasNext;
}
