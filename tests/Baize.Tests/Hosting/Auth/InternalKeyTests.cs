using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Baize.Tests.Hosting.Auth;

public sealed class InternalKeyTests : IAsyncLifetime
{
    private const string Key = "the-internal-key";

    private readonly TestHost _host = new();
    private readonly HttpClient _client = new();
    private WebApplication? _app;
    private int _calls;

    public async ValueTask InitializeAsync()
    {
        _host["AUTH_INTERNAL_KEY"] = Key;
        var builder = BaizeHost.CreateBuilder("test", [], _host.Around, new ProcessWatch());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/one", (Body body) => Results.Ok(body.Number + Interlocked.Increment(ref _calls))).RequireInternalKey();
        var group = _app.MapGroup("/internal").RequireInternalKey();
        group.MapPost("/grouped", (Body body) => Results.Ok(body.Number + Interlocked.Increment(ref _calls)));
        group.MapGet("/route/{id:int}", (int id) => Results.Ok(id + Interlocked.Increment(ref _calls)));
        _app.MapGet("/open", () => "open");
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app!.DisposeAsync();
        _host.Dispose();
    }

    [Theory]
    [InlineData("/one")]
    [InlineData("/internal/grouped")]
    public async Task Call_RightKey_IsServed(string path)
    {
        var response = await SendAsync(HttpMethod.Post, path, JsonContent.Create(new Body(4)), Key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("5", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("the-internal-ke")]
    [InlineData("the-internal-key1")]
    [InlineData("THE-INTERNAL-KEY")]
    [InlineData("the-internal-key,the-internal-key")]
    [InlineData("the-internal-key", "the-internal-key")]
    public async Task Call_NoOrWrongKey_Is401ProblemAndNotServed(params string[] keys)
    {
        foreach (var path in (string[])["/one", "/internal/grouped"])
            await AssertRefusedAsync(await SendAsync(HttpMethod.Post, path, JsonContent.Create(new Body(4)), keys));
        Assert.Equal(0, _calls);
    }

    [Theory]
    [InlineData("application/json", "{not json")]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "hello")]
    [InlineData("application/x-www-form-urlencoded", "a=b")]
    public async Task Call_BadBodyAndNoKey_Is401NotAWordAboutTheBody(string type, string body)
    {
        foreach (var path in (string[])["/one", "/internal/grouped"])
        {
            using var content = new StringContent(body, Encoding.UTF8, type);
            await AssertRefusedAsync(await SendAsync(HttpMethod.Post, path, content));
        }
    }

    [Theory]
    [InlineData("application/json", "{not json", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "hello", HttpStatusCode.UnsupportedMediaType)]
    public async Task Call_BadBodyAndKey_IsWhatBindingSays(string type, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        Assert.Equal(status, (await SendAsync(HttpMethod.Post, "/one", content, Key)).StatusCode);
    }

    [Fact]
    public async Task Call_BodyNeverSentAndNoKey_IsAnsweredWithoutIt()
    {
        // By hand: HttpClient waits until it could send what it has.
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(
            "POST /one HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"u8.ToArray(),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(connection.GetStream());
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal("HTTP/1.1 401 Unauthorized", status);
    }

    [Fact]
    public async Task Call_Get_NeedsTheKeyToo()
    {
        await AssertRefusedAsync(await SendAsync(HttpMethod.Get, "/internal/route/7", null));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/internal/route/7", null, Key)).StatusCode);
        Assert.Equal("open", await _client.GetStringAsync("/open", TestContext.Current.CancellationToken));
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
        Assert.Equal("unauthorized", problem.GetProperty("code").GetString());
        Assert.DoesNotContain(Key, problem.GetRawText(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params string[] keys)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var key in keys)
            request.Headers.TryAddWithoutValidation(InternalKey.Header, key);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed record Body(int Number);
}
