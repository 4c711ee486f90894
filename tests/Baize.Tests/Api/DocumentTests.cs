using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baize.Tests.Api.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Tests.Api;

/// <summary>The OpenAPI document, the page to read it, and the page to see the platform.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public async Task OpenApi_NamesEveryEndpointWithSummaryExampleAndErrors()
    {
        await using var api = await TestApi.StartAsync();
        var document = (await api.GetAsync("/openapi/v1.json")).Json;
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal)).ToList();
        Assert.InRange(endpoints.Count, 20, 100);

        foreach (var endpoint in endpoints)
        {
            var path = endpoint.RoutePattern.RawText!.TrimEnd('/');
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();
            Assert.True(document.GetProperty("paths").TryGetProperty(path, out var item), $"{path} is not in the document.");
            var operation = item.GetProperty(method.ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Value.TryGetProperty("content", out _)))
            {
                var (type, content) = (response.Value.GetProperty("content").EnumerateObject().Single().Name, response.Value.GetProperty("content").EnumerateObject().Single().Value);
                Assert.Equal(response.Name[0] == '2' ? "application/json" : "application/problem+json", type);
                Assert.True(content.TryGetProperty("example", out var example), $"{method} {path} {response.Name} has no example.");
                Assert.Equal(JsonValueKind.Object, example.ValueKind);
            }
            var isOpen = path is "/api/v1/auth/guest" or "/api/v1/games" or "/api/v1/instances";
            Assert.Equal(isOpen, !operation.TryGetProperty("security", out _));
            Assert.Equal(isOpen, !operation.GetProperty("responses").TryGetProperty("401", out _));
        }
    }

    [Fact]
    public async Task OpenApi_Schemas_AreInTheWiresWords()
    {
        await using var api = await TestApi.StartAsync();

        var schemas = (await api.GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");

        var room = schemas.GetProperty("RoomInfo").GetProperty("properties");
        Assert.All(["room_id", "game", "name", "status", "host_id", "max_players", "players", "instance_id", "created_at"], name => Assert.True(room.TryGetProperty(name, out _), name));
        Assert.False(schemas.GetProperty("CreateRoomRequest").TryGetProperty("required", out var required) && required.GetArrayLength() > 0);
        Assert.True(schemas.GetProperty("ProblemDetails").GetProperty("properties").TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Docs_LoadNothingFromElsewhere()
    {
        await using var api = await TestApi.StartAsync();

        var page = await api.GetAsync("/docs/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("://", page.Body, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        foreach (Match script in Script().Matches(page.Body))
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync($"/docs/{script.Groups[1].Value}")).Status);
    }

    [Fact]
    public async Task Page_IsSelfContainedAndItsPolicyAllowsNothingInline()
    {
        await using var api = await TestApi.StartAsync();

        var page = await api.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/html; charset=utf-8", page.Header("Content-Type"));
        Assert.Empty(Loads().Matches(page.Body));
        Assert.Contains("data-mode=\"development\" data-api-port=\"8080\"", page.Body, StringComparison.Ordinal);
        var policy = page.Header("Content-Security-Policy")!;
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await api.SendAsync(HttpMethod.Get, "/", headers: ("If-None-Match", page.Header("ETag")!))).Status);
        var script = Script().Match(page.Body).Groups[1].Value;
        var loaded = await api.GetAsync(script);
        Assert.Equal((HttpStatusCode.OK, "text/javascript; charset=utf-8"), (loaded.Status, loaded.Header("Content-Type")));
    }

    [GeneratedRegex("""<script[^>]* src="([^"]+)""")]
    private static partial Regex Script();

    [GeneratedRegex("""(src|href)="(?!data:|/)[^"]|url\((?!data:)|@import""")]
    private static partial Regex Loads();
}
