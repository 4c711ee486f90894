using Baize.Gateway.Http;

namespace Baize.Tests.Gateway;

public sealed class PublicPathsTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/rooms")]
    [InlineData("/api/v1/rooms/internal/join")] // a room may be called so
    [InlineData("/api/v1/rooms/metrics")]
    [InlineData("/assets/index-B1x_2.js")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    [InlineData("/internals")]
    [InlineData("/房间")]
    [InlineData("/100%")]
    [InlineData("")]
    public void Allows_WhatIsTheWorlds(string path) => Assert.True(PublicPaths.Allows(path));

    [Theory]
    [InlineData("/internal")]
    [InlineData("/internal/")]
    [InlineData("/internal/room/notify")]
    [InlineData("/Internal/drain")]
    [InlineData("/INTERNAL/drain")]
    [InlineData("//internal/drain")]
    [InlineData("///internal/drain")]
    [InlineData("\\internal\\drain")]
    [InlineData("/\\internal/drain")]
    [InlineData("/%69nternal/drain")]
    [InlineData("/%2569nternal/drain")]
    [InlineData("/%252569nternal/drain")]
    [InlineData("/%2Finternal/drain")]
    [InlineData("/%2finternal%2fdrain")]
    [InlineData("/%5Cinternal/drain")]
    [InlineData("/x/../internal/drain")]
    [InlineData("/x/%2e%2e/internal/drain")]
    [InlineData("/api/..%2finternal/drain")]
    [InlineData("/api/%252e%252e/internal/drain")]
    [InlineData("/./internal/drain")]
    [InlineData("/internal;a=b/drain")]
    [InlineData("/;a=b/internal/drain")]
    [InlineData("/ internal/drain")]
    [InlineData("/internal%00/drain")]
    [InlineData("/internal%20/drain")]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    [InlineData("/Metrics")]
    [InlineData("/%6Detrics")]
    [InlineData("/%25252525252525256Detrics")]
    public void Allows_WhatIsTheInsides_Never(string path) => Assert.False(PublicPaths.Allows(path));
}
