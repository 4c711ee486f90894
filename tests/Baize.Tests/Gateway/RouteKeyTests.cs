using System.Buffers.Text;
using System.Net;
using System.Text;
using Baize.Gateway.Routing;
using CsCheck;
using Microsoft.AspNetCore.Http;

namespace Baize.Tests.Gateway;

public sealed class RouteKeyTests
{
    [Theory]
    [InlineData("room=lobby_1-a", "room", "lobby_1-a")]
    [InlineData("room=a&token=x.eyJzdWIiOiI3In0.y", "room", "a")]
    [InlineData("room=&token=x.eyJzdWIiOiI3In0.y", "user", "7")]
    [InlineData("room=no/room&token=x.eyJzdWIiOiI3In0.y", "user", "7")]
    [InlineData("room=a&room=b&token=x.eyJzdWIiOiI3In0.y", "user", "7")]
    [InlineData("token=x.eyJzdWIiOjd9.y", "user", "7")]
    [InlineData("token=x.eyJzdWIiOlsxXX0.y", "address", "192.0.2.1")]
    [InlineData("token=x.WzFd.y", "address", "192.0.2.1")]
    [InlineData("token=x.%21%21.y", "address", "192.0.2.1")]
    [InlineData("token=none", "address", "192.0.2.1")]
    [InlineData("", "address", "192.0.2.1")]
    public void Of_Query_IsRoomThenUserThenAddress(string query, string kind, string value) => Assert.Equal(new RouteKey(kind, value), RouteKey.Of(Request(query)));

    [Fact]
    public void Of_BearerToken_IsItsUser()
    {
        var request = Request("");
        request.Headers.Authorization = "Bearer x.eyJzdWIiOiI3In0.y";

        Assert.Equal(new RouteKey("user", "7"), RouteKey.Of(request));
    }

    [Fact]
    public void Of_AnyPayloadAtAll_NeverThrows() => Gen.String.Sample(text =>
    {
        var request = Request("");
        request.Headers.Authorization = $"Bearer a.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.b";
        Assert.NotNull(RouteKey.Of(request));
        request.Headers.Authorization = $"Bearer a.{text}.b";
        Assert.NotNull(RouteKey.Of(request));
    });

    private static HttpRequest Request(string query) => new DefaultHttpContext
    {
        Request = { QueryString = new QueryString(query.Length == 0 ? "" : $"?{query}") },
        Connection = { RemoteIpAddress = IPAddress.Parse("192.0.2.1") },
    }.Request;
}
