using System.Net;
using System.Net.Sockets;

namespace Baize.PlatformTests.Load;

/// <summary>A TCP proxy before a game server that drops one of the frames it sends, or passes it on twice.</summary>
internal sealed class FrameMeddler : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly int _targetPort;
    private readonly byte[] _marker;
    private readonly int _copies;
    private int _met;

    /// <param name="targetPort">The game server's.</param>
    /// <param name="marker">What the frame has in it; the tenth such frame is meant.</param>
    /// <param name="copies">How often it is passed on: 0 or 2.</param>
    public FrameMeddler(int targetPort, string marker, int copies)
    {
        (_targetPort, _marker, _copies) = (targetPort, System.Text.Encoding.UTF8.GetBytes(marker), copies);
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _targetPort, _stopping.Token);
                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _stopping.Token), PassFramesAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception ex) when (ex is IOException or SocketException or OperationCanceledException)
            {
                // one side has ended
            }
        }
    }

    private async Task PassFramesAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 20];
        var (length, upgraded) = (0, false);
        while (true)
        {
            var read = await from.ReadAsync(buffer.AsMemory(length), _stopping.Token);
            if (read == 0)
                return;
            length += read;
            var used = 0;
            if (!upgraded && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                upgraded = true;
                used = end + 4;
                await to.WriteAsync(buffer.AsMemory(0, used), _stopping.Token);
            }
            while (upgraded && FrameLength(buffer.AsSpan(used..length)) is var frame and > 0)
            {
                for (var copy = Copies(buffer.AsSpan(used, frame)); copy > 0; copy--)
                    await to.WriteAsync(buffer.AsMemory(used, frame), _stopping.Token);
                used += frame;
            }
            buffer.AsSpan(used..length).CopyTo(buffer);
            length -= used;
        }
    }

    private int Copies(ReadOnlySpan<byte> frame) => frame.IndexOf(_marker) >= 0 && Interlocked.Increment(ref _met) == 10 ? _copies : 1;

    // 0: not all of it is there.
    private static int FrameLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            return bytes.Length >= 2 && bytes[1] < 126 && bytes.Length >= 2 + bytes[1] ? 2 + bytes[1] : 0;
        Assert.True(bytes[1] < 127, "No frame of this test is over 64 KB.");
        var frame = bytes[1] < 126 ? 2 + bytes[1] : 4 + System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return bytes.Length >= frame ? frame : 0;
    }
}
