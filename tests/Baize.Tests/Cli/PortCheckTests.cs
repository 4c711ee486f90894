using System.Net;
using System.Net.Sockets;
using Baize.Up;

namespace Baize.Tests.Cli;

public sealed class PortCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Ensure_PortTakenOnAnyAddress_NamesPortProcessAndWayOut(string address)
    {
        using var holder = new TcpListener(IPAddress.Parse(address), port: 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        var fault = Assert.Throws<CommandException>(() => PortCheck.Ensure(new PortPlan(port, 0, [], 0, 0, 0)));

        Assert.Contains($"{port} (needed by api)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--port-base", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsFree_AfterTheHolderLeft_IsTrue()
    {
        int port;
        using (var holder = new TcpListener(IPAddress.Loopback, port: 0))
        {
            holder.Start();
            port = ((IPEndPoint)holder.LocalEndpoint).Port;
            Assert.False(PortCheck.IsFree(port));
        }
        Assert.True(PortCheck.IsFree(port));
    }
}
