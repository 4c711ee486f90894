using System.Net;
using System.Text;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

/// <summary>Whatever is wrong, the answer is problem details.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/nosuch")]
    [InlineData("GET", "/ws")]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api/v1/nosuch")]
    [InlineData("POST", "/api/v1/rooms/room123/nosuch")]
    [InlineData("POST", "/internal/room/notify")] // the instances' own: nothing of it here
    public async Task Call_UnknownPath_Is404(string method, string path)
    {
        await using var api = await TestApi.StartAsync();

        Assert.Equal("unknown_type", (await api.SendAsync(new HttpMethod(method), path)).Problem(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/rooms", "GET, POST")]
    [InlineData("GET", "/api/v1/auth/guest", "POST")]
    [InlineData("PATCH", "/api/v1/rooms/room123", "DELETE, GET")]
    [InlineData("POST", "/", "GET")]
    public async Task Call_WrongMethod_Is405ThatSaysWhatIsAllowed(string method, string path, string allowed)
    {
        await using var api = await TestApi.StartAsync();

        var reply = await api.SendAsync(new HttpMethod(method), path);

        Assert.Equal("unknown_type", reply.Problem(HttpStatusCode.MethodNotAllowed));
        Assert.Equal(allowed, reply.Header("Allow"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Call_BodyIsNotDeclaredAsJson_Is415(string? type)
    {
        await using var api = await TestApi.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "auth/guest") { Content = new ByteArrayContent("""{"name": "Ada"}"""u8.ToArray()) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("bad_frame", new Reply(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Problem(HttpStatusCode.UnsupportedMediaType));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_BodyOver64KiB_Is413(bool isChunked)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "rooms/room123/messages");
        request.Headers.Add("Authorization", $"Bearer {api.Token()}");
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content = new StringContent($$"""{"data": "{{new string('x', 64 * 1024)}}"}""", Encoding.UTF8, "application/json");

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("payload_too_large", new Reply(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Problem(HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task Call_BodyJustBelow64KiB_Succeeds()
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        (await api.PostAsync("rooms/room123/messages", $$"""{"data": "{{new string('x', 64 * 1024 - 12)}}"}""")).Ok();
    }

    [Fact]
    public async Task Call_TenThousandLevelsDeep_Is400()
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        var reply = await api.PostAsync("rooms/room123/messages", $$"""{"data": {{new string('[', 10_000)}}{{new string(']', 10_000)}}}""");

        Assert.Equal("bad_frame", reply.Problem(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("""{"data": 1""")]
    [InlineData("""{"data": 1, "id": 7}""")]
    [InlineData("""{"data": 1} x""")]
    [InlineData("\u0000")]
    public async Task Call_BodyIsNotJson_Is400(string body)
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1");

        Assert.Equal("bad_frame", (await api.PostAsync("rooms/room123/messages", body)).Problem(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Call_ClientAcceptsHtmlOnly_IsProblemDetailsAllTheSame()
    {
        await using var api = await TestApi.StartAsync();

        Assert.Equal("unknown_type", (await api.SendAsync(HttpMethod.Get, "/nosuch", headers: ("Accept", "text/html"))).Problem(HttpStatusCode.NotFound));
    }
}
