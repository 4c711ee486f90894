using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Baize.Api;
using Baize.Api.Routing;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Baize.Hosting.Cluster;
using Baize.Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baize.Tests.Api.Support;

/// <summary>The API on a free port of loopback, with the instances that a test gives it.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    public const string Key = "test-internal-key";

    private readonly WebApplication _app;
    private readonly List<FakeInstance> _instances = [];

    private TestApi(WebApplication app, FakeSource source)
    {
        (_app, Source) = (app, source);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address + "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public FakeSource Source { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestApi> StartAsync(
        FakeSource? source = null, ClusterMode? mode = null, string allowedOrigins = "", string secret = "a-secret-for-tests-of-32-bytes-or-more", RouterOptions? router = null)
    {
        source ??= new FakeSource();
        var around = new Surroundings(static _ => null, Path.GetTempPath(), Path.GetTempPath(), "", Path.GetTempPath());
        var builder = BaizeHost.CreateBuilder(
            "api",
            ["--auth:jwt_secret", secret, "--auth:internal_key", Key, "--auth:allowed_origins", allowedOrigins],
            around,
            new ProcessWatch());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IInstanceSource>(source).AddSingleton(mode ?? new ClusterMode(IsSingle: false, Reason: ""));
        builder.Services.AddBaizeApi();
        builder.Services.Configure<RouterOptions>(options =>
        {
            // As a rule nobody is asked merely because a busy test machine is slow.
            options.Hedge = router?.Hedge ?? TimeSpan.FromSeconds(40);
            options.Total = router?.Total ?? TimeSpan.FromSeconds(40);
        });
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseBaizeApi();
        await app.StartAsync();
        return new TestApi(app, source);
    }

    /// <summary>Starts instances and lists them, the first the least busy.</summary>
    public async Task<FakeInstance[]> WithInstancesAsync(params string[] ids)
    {
        var started = new FakeInstance[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            _instances.Add(started[i] = await FakeInstance.StartAsync(ids[i]));
        Source.Instances = [.. started.Select((s, i) => s.Record(connections: i * 10))];
        return started;
    }

    /// <summary>A player's token.</summary>
    public string Token(long userId = 42, string name = "Ada", TimeSpan? lifetime = null) =>
        Services.GetRequiredService<UserTokens>().Issue(new UserIdentity(userId, name), TimeProvider.System.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)));

    /// <summary>Sends a request as a player, as a trusted service, or as nobody.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? json = null, string? token = "", string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Length == 0 ? Token() : token);
        if (key is not null)
            request.Headers.Add("X-Internal-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    public Task<Reply> PostTrustedAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json, token: null, key: Key);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        foreach (var instance in _instances)
            await instance.DisposeAsync();
    }
}
