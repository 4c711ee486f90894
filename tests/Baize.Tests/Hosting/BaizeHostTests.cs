using System.Net;
using System.Net.Sockets;
using Baize.Cluster;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Baize.Tests.Hosting;

public sealed class BaizeHostTests : IDisposable
{
    private readonly TestHost _host = new();
    private readonly LogCollector _log = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task CreateBuilder_Services_AreThoseThatProcessesShare()
    {
        (_host["SERVER_GAME_PORT"], _host["ROOMS_IMPLICIT"], _host["DRAIN_TIMEOUT"]) = ("9001", "false", "100");
        await using var app = Builder().Build();
        Assert.Equal(9001, app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.GamePort);
        Assert.False(app.Services.GetRequiredService<IOptions<RoomsOptions>>().Value.Implicit);
        Assert.Same(TimeProvider.System, app.Services.GetRequiredService<TimeProvider>());
        Assert.Same(app.Services.GetRequiredService<UserTokens>(), app.Services.GetRequiredService<UserTokens>());
        Assert.Equal(TimeSpan.FromSeconds(105), app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
        Assert.False(app.Environment.IsProduction());
    }

    [Fact]
    public async Task CreateBuilder_OptionsSpoiltByCode_AreRefusedAtStart()
    {
        var builder = Builder();
        builder.Services.Configure<RoomsOptions>(o => o.LogEvents = -5);
        await using var app = builder.Build();
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["rooms.log_events is '-5'; allowed: a whole number from 16 to 4096."], ex.Failures);
    }

    [Fact]
    public void CreateBuilder_AspNetsOwnSources_AreNotRead()
    {
        _host.Write("work/appsettings.json", """{"server": {"port": 1}, "urls": "http://127.0.0.1:1"}""");
        _host.Write("app/bin/appsettings.json", """{"server": {"port": 1}, "urls": "http://127.0.0.1:1"}""");
        var builder = Builder();
        Assert.Equal("8080", builder.Configuration["server:port"]);
        Assert.Null(builder.Configuration["urls"]);
        Assert.Null(builder.Configuration["PATH"]);
    }

    [Fact]
    public async Task Start_DevelopmentWithoutSecrets_WarnsOnceAndNeverShowsThem()
    {
        var builder = Builder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(_log);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        await app.StopAsync(TestContext.Current.CancellationToken);

        var warning = Assert.Single(_log.Lines, l => l.Level >= LogLevel.Warning);
        foreach (var part in (string[])["auth.jwt_secret", "auth.internal_key", "AUTH_JWT_SECRET", "AUTH_INTERNAL_KEY", "development", Secrets])
            Assert.Contains(part, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, l => l.Message.Contains(auth.JwtSecret, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, l => l.Message.Contains(auth.InternalKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_OneSecretGiven_GeneratesAndNamesTheOther()
    {
        _host["AUTH_JWT_SECRET"] = new string('g', 32);
        var builder = Builder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(_log);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        Assert.Equal(new string('g', 32), auth.JwtSecret);
        Assert.NotEmpty(auth.InternalKey);
        Assert.StartsWith("auth.internal_key not set", Assert.Single(_log.Lines, l => l.Level == LogLevel.Warning).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Production_KeepsNoSecretsAndWarnsOfNothing()
    {
        var builder = Builder(_host.Production());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(_log);
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(app.Environment.IsProduction());
        Assert.False(File.Exists(Secrets));
        Assert.DoesNotContain(_log.Lines, l => l.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("release", "Baize.Any", LogLevel.Information)]
    [InlineData("debug", "Baize.Any", LogLevel.Debug)]
    [InlineData("debug", "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    [InlineData("release", "Microsoft.Hosting.Lifetime", LogLevel.Information)]
    [InlineData("debug", "System.Net.Http.HttpClient.Any", LogLevel.Warning)]
    public async Task Logging_Mode_SetsLevels(string mode, string category, LogLevel lowest)
    {
        _host["SERVER_MODE"] = mode;
        await using var app = Builder().Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        Assert.True(logger.IsEnabled(lowest));
        Assert.False(logger.IsEnabled(lowest - 1));
    }

    [Fact]
    public async Task Run_BadConfiguration_PrintsALineEachAndReturns2()
    {
        (_host["SERVER_PORT"], _host["DRAIN_TIMEOUT"]) = ("abc", "-1");
        Assert.Equal(2, await RunAsync(_ => throw new InvalidOperationException("It must not run.")));
        Assert.Equal(
            [
                "test: server.port is 'abc'; allowed: a whole number from 1 to 65535 (from SERVER_PORT).",
                "test: drain.timeout is '-1'; allowed: a whole number from 0 to 3600 (from DRAIN_TIMEOUT).",
            ],
            Errors());
    }

    [Fact]
    public async Task Run_ClusterUnavailable_PrintsALineAndReturns1()
    {
        Assert.Equal(1, await RunAsync(_ => throw new ClusterUnavailableException("Redis is gone.")));
        Assert.Equal(["test: Redis is gone."], Errors());
    }

    [Fact]
    public async Task Run_PortTaken_PrintsALineAndReturns1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(1, await RunAsync(async builder =>
        {
            builder.Logging.AddProvider(_log);
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
            await using var app = builder.Build();
            await app.RunAsync();
        }));
        Assert.Contains($"http://127.0.0.1:{port}: address already in use.", Assert.Single(Errors()), StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, l => l.Level >= LogLevel.Error); // the line says it all
    }

    [Fact]
    public async Task Run_AnythingElse_PrintsAllOfItAndReturns1()
    {
        Assert.Equal(1, await RunAsync(_ => throw new InvalidOperationException("A defect.")));
        Assert.StartsWith("test: System.InvalidOperationException: A defect.", Errors()[0], StringComparison.Ordinal);
        Assert.Contains(Errors(), l => l.Contains(nameof(Run_AnythingElse_PrintsAllOfItAndReturns1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BackgroundServiceFails_IsLoggedAndReturns1()
    {
        var fail = new TaskCompletionSource();
        Assert.Equal(1, await RunAsync(async builder =>
        {
            builder.Logging.AddProvider(_log);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddHostedService(_ => new FailingService(fail.Task));
            await using var app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(fail.SetResult);
            await app.RunAsync();
        }));
        Assert.StartsWith("test: System.InvalidOperationException: It fell over.", Errors()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToldToStop_Returns0()
    {
        Assert.Equal(0, await RunAsync(async builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            await using var app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
            await app.RunAsync();
        }));
        Assert.Empty(Errors());
    }

    [Fact]
    public async Task Run_ToldToStopWhileStarting_Returns0()
    {
        Assert.Equal(0, await RunAsync(async builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddHostedService(p => new StoppingService(p.GetRequiredService<IHostApplicationLifetime>()));
            await using var app = builder.Build();
            await app.RunAsync();
        }));
        Assert.Empty(Errors());
    }

    private string Secrets => Path.Combine(_host.HomeFolder, ".local", "state", "baize", "secrets.json");

    private WebApplicationBuilder Builder(TestHost? host = null) =>
        BaizeHost.CreateBuilder("test", [], (host ?? _host).Around, new ProcessWatch());

    private Task<int> RunAsync(Func<WebApplicationBuilder, Task> run) => BaizeHost.RunAsync("test", [], _host.Around, _errors, run);

    private string[] Errors() => _errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private sealed class FailingService(Task when) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await when.WaitAsync(stoppingToken);
            throw new InvalidOperationException("It fell over.");
        }
    }

    private sealed class StoppingService(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
