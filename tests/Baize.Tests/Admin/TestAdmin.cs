using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Baize.Admin;
using Baize.Admin.Auth;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Baize.Hosting.Configuration;
using Baize.Tests.Api.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Admin;

/// <summary>The admin page on a free port of loopback, over a stub that is API and game server in one.</summary>
internal sealed partial class TestAdmin : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string Key = "test-internal-key";

    private static readonly string Hash = AdminPassword.Hash(Password);

    private readonly WebApplication _app;
    private readonly string _folder;

    private TestAdmin(WebApplication app, FakeInstance platform, string folder)
    {
        (_app, Platform, _folder) = (app, platform, folder);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = NewClient();
    }

    public FakeInstance Platform { get; }

    public Uri Address { get; }

    /// <summary>A browser that follows no redirects.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestAdmin> StartAsync(FakeTimeProvider? sessions = null, params string[] settings)
    {
        var platform = await FakeInstance.StartAsync("gs-1");
        platform.Answer = (context, request) => AnswerAsync(platform, context, request);
        var folder = Directory.CreateTempSubdirectory("baize-admin-").FullName;
        var around = new Surroundings(static _ => null, folder, folder, folder, folder);
        var builder = BaizeHost.CreateBuilder(
            "admin",
            ["--auth:jwt_secret", "a-secret-for-tests-of-32-bytes-or-more", "--auth:internal_key", Key, "--admin:api", $"http://127.0.0.1:{platform.Port}", .. settings],
            around,
            new ProcessWatch());
        builder.Logging.ClearProviders();
        builder.Services.AddBaizeAdmin(new AdminAccount(Hash), folder);
        if (sessions is not null)
            builder.Services.Configure<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>("Cookies", cookie => cookie.TimeProvider = sessions);
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseBaizeAdmin();
        await app.StartAsync();
        return new TestAdmin(app, platform, folder);
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Logs in as a form does.</summary>
    public async Task<HttpResponseMessage> LogInAsync(string password = Password, string name = "Ada", bool withToken = true)
    {
        var page = await Client.GetStringAsync("/login", TestContext.Current.CancellationToken);
        var form = new Dictionary<string, string> { ["name"] = name, ["password"] = password };
        if (withToken)
            form["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value;
        return await Client.PostAsync(new Uri("/login", UriKind.Relative), new FormUrlEncodedContent(form), TestContext.Current.CancellationToken);
    }

    /// <summary>The token that a page gives its scripts.</summary>
    public async Task<string> TokenAsync() =>
        WebUtility.HtmlDecode(PageToken().Match(await Client.GetStringAsync("/", TestContext.Current.CancellationToken)).Groups[1].Value);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Platform.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task AnswerAsync(FakeInstance platform, HttpContext context, FakeRequest request) => request.Path switch
    {
        "/api/v1/instances" => FakeInstance.WriteAsync(context, $$"""{"instances": [{"instance_id": "gs-1", "address": "127.0.0.1", "port": {{platform.Port}}}]}"""),
        "/health/ready" => FakeInstance.WriteAsync(context, """{"status": "ready", "mode": "cluster"}"""),
        "/stats" => FakeInstance.WriteAsync(context, """{"instance_id": "gs-1", "state": "active", "ready": true, "connections": 7, "rooms": 3}"""),
        "/internal/drain" => FakeInstance.WriteAsync(context, """{"instance_id": "gs-1", "state": "draining", "connections": 7, "rooms": 3, "exit": true}""", 202),
        "/internal/broadcast" => FakeInstance.WriteAsync(context, """{"connections": 7}"""),
        _ => FakeInstance.WriteAsync(context, """{"detail": "no"}""", 404),
    };

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("<meta name=\"csrf\" content=\"([^\"]+)\"")]
    private static partial Regex PageToken();
}
