namespace Baize.Admin.Platform;

/// <summary>Registers what asks the others.</summary>
internal static class PlatformServices
{
    private const int MaxConnections = 64;

    public static void AddPlatform(this IServiceCollection services)
    {
        services.AddHttpClient(PlatformClient.Client, static client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // each request has its own
                client.MaxResponseContentBufferSize = PlatformClient.MaxAnswer;
            })
            .RemoveAllLoggers()
            // Without a proxy: they are neighbours. Redirects and cookies have no business between them.
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                ConnectTimeout = PlatformClient.Connect,
                MaxConnectionsPerServer = MaxConnections,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        services.AddSingleton<PlatformClient>().AddSingleton<ApiClient>();
    }
}
