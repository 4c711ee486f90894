using System.Collections.Concurrent;
using Baize.Hosting;
using Baize.Hosting.Cluster;
using Baize.PlatformTests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Baize.PlatformTests.Hosting;

public sealed class ClusterHostingTests
{
    [Fact]
    public async Task Connect_Redis_IsAClusterWithNamedConnections()
    {
        await using var redis = await RedisProcess.StartAsync();
        var builder = Builder(redis);
        await using var links = await builder.ConnectClusterAsync("game-server", TestContext.Current.CancellationToken);
        Assert.Equal(new ClusterMode(IsSingle: false, Reason: ""), links.Mode);
        Assert.Equal("cluster", links.Mode.Name);
        Assert.True(links.Redis!.IsConnected);
        var clients = (await redis.Database.ExecuteAsync("CLIENT", "LIST")).ToString();
        foreach (var name in (string[])["game-server:commits", "game-server:bus", "game-server:registry"])
            Assert.Contains($"name={name}", clients, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ThenRedisDies_IsLoggedByTheProcessesOwnLoggers() // those that made the connection are gone by then
    {
        await using var redis = await RedisProcess.StartAsync();
        var builder = Builder(redis);
        var log = new Log();
        builder.Logging.AddProvider(log);
        await using var links = await builder.ConnectClusterAsync("game-server", TestContext.Current.CancellationToken);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await redis.KillAsync();
        await log.WaitForAsync("RedisLost").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await redis.StartAgainAsync();
    }

    private static WebApplicationBuilder Builder(RedisProcess redis) => BaizeHost.CreateBuilder("game-server", ["--redis:connection", redis.Endpoint]);

    private sealed class Log : ILoggerProvider, ILogger
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _events = new(StringComparer.Ordinal);

        public ConcurrentQueue<(LogLevel Level, string Message)> Lines { get; } = new();

        public Task WaitForAsync(string name) => _events.GetOrAdd(name, _ => new()).Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue((logLevel, formatter(state, exception)));
            _events.GetOrAdd(eventId.Name ?? "", _ => new()).TrySetResult();
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
