using Baize.Cluster.Instances;
using Baize.Nginx;

namespace Baize.Tests.Cli.Nginx;

public sealed class UpstreamTemplateTests
{
    private static readonly InstanceRecord[] Two =
    [
        new("a", "10.0.0.1", 8081, 1) { MachineId = 7 },
        new("b", "fd00::2", 8083, 1),
    ];

    [Fact]
    public void Render_Default_IsOneServerLineForEachWithTheParametersOfDeploy()
    {
        var lines = UpstreamTemplate.Parse(UpstreamTemplate.Default, "default").Render(Two).Split('\n');

        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["server 10.0.0.1:8081 max_fails=1 fail_timeout=3s;", "server [fd00::2]:8083 max_fails=1 fail_timeout=3s;", ""], lines[1..]);
    }

    [Fact]
    public void Render_WholeBlock_RepeatsOnlyTheLinesThatNameAnInstance()
    {
        var text = UpstreamTemplate.Parse("upstream g {\n  server {address}:{port}; # {machine_id}\n  keepalive 8;\n}\n", "t").Render(Two);

        Assert.Equal("upstream g {\n  server 10.0.0.1:8081; # 7\n  server [fd00::2]:8083; # 0\n  keepalive 8;\n}\n", text);
    }

    [Theory]
    [InlineData("server {address}:{prot};", "t, line 1: {prot} is not known. Allowed: {address} {port} {machine_id}.")]
    [InlineData("# nothing", "t has no line with {address}: it would name no game server.")]
    public void Parse_NoUse_SaysWhatIsAllowed(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CommandException>(() => UpstreamTemplate.Parse(text, "t")).Message);
}
