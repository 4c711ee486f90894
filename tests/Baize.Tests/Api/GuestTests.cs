using System.Net;
using Baize.Hosting.Auth;
using Baize.Tests.Api.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Tests.Api;

public sealed class GuestTests
{
    [Fact]
    public async Task Login_WithAName_GivesATokenForADay()
    {
        await using var api = await TestApi.StartAsync();

        var guest = (await LoginAsync(api, """{"name": "  Ada 🂡 "}""")).Ok();

        var user = await api.Services.GetRequiredService<UserTokens>().ValidateAsync(guest.GetProperty("token").GetString());
        Assert.Equal(guest.GetProperty("user_id").GetInt64(), user!.UserId);
        Assert.InRange(user.UserId, 1, (1L << 53) - 1);
        Assert.Equal("Ada 🂡", user.Name);
        var hours = (guest.GetProperty("expires_at").GetInt64() - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) / 3_600_000.0;
        Assert.InRange(hours, 23.9, 24.01);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"name": null}""")]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "  \t "}""")]
    [InlineData("""{"name": "a\u0000b"}""")]
    [InlineData("""{"name": "a\nb"}""")]
    [InlineData("""{"name": "a\u2028b"}""")]
    [InlineData("""{"name": "a\u202Eb"}""")] // turns the direction of what follows it
    [InlineData("""{"name": "123456789012345678901234567890123"}""")]
    [InlineData("""{"name": 7}""")]
    [InlineData("""{"name": ["Ada"]}""")]
    public async Task Login_NameIsNotAllowed_Is400ThatNamesTheField(string body)
    {
        await using var api = await TestApi.StartAsync();

        (await LoginAsync(api, body)).BadField("name");
    }

    [Theory]
    [InlineData("""{"name": "12345678901234567890123456789012"}""")]
    [InlineData("""{"name": "🂡🂢🂣🂤🂥🂦🂧🂨🂩🂪🂫🂬🂭🂮🂱🂲🂳🂴🂵🂶🂷🂸🂹🂺🂻🂼🂽🂾🃁🃂🃃🃄"}""")] // 32 characters, 64 UTF-16 units
    [InlineData("""{"name": "跑得快", "more": "is passed over"}""")]
    public async Task Login_NameIsAllowed_Succeeds(string body)
    {
        await using var api = await TestApi.StartAsync();

        (await LoginAsync(api, body)).Ok();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"Ada\"")]
    [InlineData("{\"name\": \"Ada\"")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    public async Task Login_BodyIsNotTheJsonExpected_Is400(string body)
    {
        await using var api = await TestApi.StartAsync();

        Assert.Equal("bad_frame", (await LoginAsync(api, body)).Problem(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Login_TwoThousandFromLoopback_AllSucceed()
    {
        await using var api = await TestApi.StartAsync();

        var ids = new HashSet<long>();
        foreach (var batch in Enumerable.Range(0, 2_100).Chunk(50))
        {
            var guests = await Task.WhenAll(batch.Select(_ => LoginAsync(api, """{"name": "load"}""")));
            ids.UnionWith(guests.Select(g => g.Ok().GetProperty("user_id").GetInt64()));
        }
        Assert.Equal(2_100, ids.Count);
    }

    [Fact]
    public async Task Login_FloodFromOneClientBehindTheProxy_Is429ButNotForOthers()
    {
        await using var api = await TestApi.StartAsync();

        Reply? refused = null;
        foreach (var batch in Enumerable.Range(0, 4_000).Chunk(50))
        {
            var replies = await Task.WhenAll(batch.Select(_ => LoginAsync(api, """{"name": "flood"}""", "203.0.113.7")));
            refused = replies.FirstOrDefault(r => r.Status != HttpStatusCode.OK);
            if (refused is not null)
                break;
        }

        Assert.NotNull(refused);
        Assert.Equal("rate_limited", refused.Problem(HttpStatusCode.TooManyRequests));
        Assert.Equal("1", refused.Header("Retry-After"));
        (await LoginAsync(api, """{"name": "other"}""", "203.0.113.8")).Ok();
    }

    private static Task<Reply> LoginAsync(TestApi api, string body, string? client = null) =>
        api.SendAsync(HttpMethod.Post, "auth/guest", body, token: null, headers: client is null ? [] : [("X-Forwarded-For", client)]);
}
