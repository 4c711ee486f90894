using System.Net;
using System.Net.Sockets;

namespace Baize.Up;

/// <summary>Looks whether ports are free before anything is started.</summary>
internal static class PortCheck
{
    /// <exception cref="CommandException">Ports are taken: names each and who needs it.</exception>
    public static void Ensure(PortPlan plan)
    {
        var taken = plan.Needed().Where(p => !IsFree(p.Port)).ToList();
        if (taken.Count == 0)
            return;
        var list = string.Join(", ", taken.Select(t => $"{t.Port} (needed by {t.Name})"));
        throw new CommandException(
            $"taken {(taken.Count == 1 ? "port" : "ports")}: {list}. Stop what listens there, or move all ports with --port-base N: "
            + "the API listens on N, the admin page on N+2, game servers on N+1, N+3, N+4, ..., the gateway on N+10.");
    }

    /// <summary>Whether one can listen on a port, on all addresses and on loopback.</summary>
    public static bool IsFree(int port) =>
        CanListen(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port) && CanListen(IPAddress.Loopback, port);

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(backlog: 1);
            return true;
        }
        catch (SocketException ex) when (ex.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
