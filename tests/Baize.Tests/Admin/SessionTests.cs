using System.Net;
using Baize.Admin.Audit;
using Baize.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Admin;

/// <summary>Who comes in, for how long, and what a foreign page cannot do in their name.</summary>
public sealed class SessionTests
{
    private const string Drain = "/api/v1/instances/gs-1/drain";

    [Fact]
    public async Task Login_WrongPassword_Is401AndNotedAndOpensNothing()
    {
        await using var admin = await TestAdmin.StartAsync();

        using var answer = await admin.LogInAsync("wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview")).StatusCode);
        var entry = Assert.Single((await admin.Services.GetRequiredService<AuditLog>().ReadAsync(10)).Entries);
        Assert.Equal(("login", "Ada", "wrong password"), (entry.Action, entry.Actor, entry.Outcome));
    }

    [Fact]
    public async Task Login_RightPassword_OpensPageAndApi()
    {
        await using var admin = await TestAdmin.StartAsync();
        using var before = await admin.SendAsync(HttpMethod.Get, "/rooms");
        Assert.Equal("/login?to=%2Frooms", before.Headers.Location!.PathAndQuery);

        using var answer = await admin.LogInAsync();

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var page = await admin.SendAsync(HttpMethod.Get, "/rooms");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("script-src 'self'", string.Join(';', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview")).StatusCode);
    }

    [Fact]
    public async Task Login_WithoutAntiforgeryToken_Is400()
    {
        await using var admin = await TestAdmin.StartAsync();

        using var answer = await admin.LogInAsync(withToken: false);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Login_MoreAttemptsThanAllowed_Is429EvenWithTheRightPassword()
    {
        await using var admin = await TestAdmin.StartAsync(settings: ["--admin:logins_per_minute", "3"]);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await admin.LogInAsync("wrong")).StatusCode);

        using var answer = await admin.LogInAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task Session_AnHourWithoutAClick_IsOverThoughThePageWentOnAsking()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var admin = await TestAdmin.StartAsync(time);
        await admin.LogInAsync();
        for (var minute = 0; minute < 55; minute += 5)
        {
            Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview")).StatusCode);
            time.Advance(TimeSpan.FromMinutes(5));
        }

        time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SendAsync(HttpMethod.Get, "/")).StatusCode);
    }

    [Fact]
    public async Task Session_AClickInTime_KeepsIt()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var admin = await TestAdmin.StartAsync(time);
        await admin.LogInAsync();

        time.Advance(TimeSpan.FromMinutes(40));
        await admin.SendAsync(HttpMethod.Get, "/rooms");
        time.Advance(TimeSpan.FromMinutes(40));

        Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview")).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CfDJ8forged")]
    public async Task Post_BySessionWithoutItsToken_Is400AndDoesNothing(string? token)
    {
        await using var admin = await TestAdmin.StartAsync();
        await admin.LogInAsync();
        await ListedAsync(admin);

        using var answer = await admin.SendAsync(HttpMethod.Post, Drain, "{}", token is null ? [] : [("X-CSRF-Token", token)]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(admin.Platform.Requests, r => r.Path == "/internal/drain");
    }

    [Fact]
    public async Task Post_BySessionWithItsToken_IsDoneAndNoted()
    {
        await using var admin = await TestAdmin.StartAsync();
        await admin.LogInAsync();
        await ListedAsync(admin);

        using var answer = await admin.SendAsync(HttpMethod.Post, Drain, """{"exit": false}""", ("X-CSRF-Token", await admin.TokenAsync()));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var asked = Assert.Single(admin.Platform.Requests, r => r.Path == "/internal/drain");
        Assert.Equal(("""{"exit":false}""", TestAdmin.Key), (asked.Body, asked.Key));
        var entry = (await admin.Services.GetRequiredService<AuditLog>().ReadAsync(1)).Entries.Single();
        Assert.Equal(("Ada", "session", "drain, stay", "gs-1", "done"), (entry.Actor, entry.Via, entry.Action, entry.Target, entry.Outcome));
    }

    [Fact]
    public async Task Post_ByKey_NeedsNoTokenAndNamesItsActor()
    {
        await using var admin = await TestAdmin.StartAsync();
        await ListedAsync(admin);

        using var answer = await admin.SendAsync(
            HttpMethod.Post, "/api/v1/announce", """{"text": "The cup begins."}""", ("Authorization", $"Bearer {TestAdmin.Key}"), ("X-Actor", "deploy"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"connections\":7", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("deploy", (await admin.Services.GetRequiredService<AuditLog>().ReadAsync(1)).Entries.Single().Actor);
    }

    [Fact]
    public async Task Api_WrongKey_Is401EvenWithinASession()
    {
        await using var admin = await TestAdmin.StartAsync();
        await admin.LogInAsync();

        using var answer = await admin.SendAsync(HttpMethod.Get, "/api/v1/overview", headers: ("Authorization", "Bearer wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static Task ListedAsync(TestAdmin admin) => Eventually.TrueAsync(
        async () => (await (await admin.SendAsync(HttpMethod.Get, "/api/v1/overview", headers: ("X-Internal-Key", TestAdmin.Key))).Content
            .ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\"connections\":7", StringComparison.Ordinal),
        "the instance is seen");
}
