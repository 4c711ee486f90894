using System.Net;
using System.Net.Sockets;

namespace Baize.PlatformTests.Support;

/// <summary>
/// Ports that nobody listens on. Below the range that outgoing connections get theirs from (32768 and up): in that range a test's own
/// client may take the port before the server that it was meant for. Each is given out once per run.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int _next = Random.Shared.Next(Count);

    /// <summary>One port.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + Interlocked.Increment(ref _next) % Count;
            try
            {
                using var probe = new TcpListener(IPAddress.Any, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one may not be.
            }
        }
        throw new InvalidOperationException($"No port from {First} to {First + Count} is free.");
    }
}
