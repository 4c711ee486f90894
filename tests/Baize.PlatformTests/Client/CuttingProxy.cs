using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Baize.PlatformTests.Client;

/// <summary>
/// A TCP proxy in front of several game servers that lets no first ack through: it cuts the connection instead, when the server
/// has committed and the client has not heard. The same request's second ack passes.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, bool> _cut = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly IReadOnlyList<int> _ports;
    private readonly Task _accepting;

    /// <param name="ports">The game servers', taken in turn.</param>
    public CuttingProxy(IReadOnlyList<int> ports)
    {
        _ports = ports;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ws");

    /// <summary>Connections that were cut.</summary>
    public int Cuts => _cut.Count;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_relays);
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var next = 0; ; next++)
                _relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(), _ports[next % _ports.Count]));
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task RelayAsync(TcpClient client, int port)
    {
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port);
            var up = client.GetStream().CopyToAsync(server.GetStream());
            await Task.WhenAny(up, DownAsync(server.GetStream(), client.GetStream()));
            client.LingerState = new LingerOption(enable: true, 0); // a reset, as of a network that went away
            client.Close();
            server.Close();
            await up;
        }
        catch (Exception ex) when (ex is IOException or SocketException or ObjectDisposedException)
        {
            client.Close(); // one of the two is gone
        }
    }

    private async Task DownAsync(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[128 * 1024];
        var (length, upgraded) = (0, false);
        while (await server.ReadAsync(buffer.AsMemory(length)) is > 0 and var read)
        {
            length += read;
            var taken = 0;
            while (Next(buffer.AsSpan(taken, length - taken), ref upgraded, out var header) is > 0 and var size)
            {
                if (header > 0 && IsFirstAck(buffer.AsSpan(taken + header, size - header)))
                    return;
                await client.WriteAsync(buffer.AsMemory(taken, size));
                taken += size;
            }
            buffer.AsSpan(taken, length - taken).CopyTo(buffer);
            length -= taken;
        }
    }

    // Bytes of the handshake's answer or of the next whole frame; 0 where it is not whole yet. A server's frames are not masked.
    private static int Next(ReadOnlySpan<byte> bytes, ref bool upgraded, out int header)
    {
        header = 0;
        if (!upgraded)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            upgraded = end >= 0;
            return end + (upgraded ? 4 : 1);
        }
        if (bytes.Length < 2)
            return 0;
        header = (bytes[1] & 0x7f) switch { < 126 => 2, 126 => 4, _ => 10 };
        if (bytes.Length < header)
            return 0;
        var size = header + header switch { 2 => bytes[1] & 0x7f, 4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), _ => int.MaxValue / 2 /* no server of ours sends such */ };
        return bytes.Length < size ? 0 : size;
    }

    private bool IsFirstAck(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith("{\"type\":\"ack\""u8))
            return false;
        var reader = new Utf8JsonReader(frame);
        return _cut.TryAdd(JsonElement.ParseValue(ref reader).GetProperty("id").GetString()!, true);
    }
}
