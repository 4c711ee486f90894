using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Baize.PlatformTests.Support;

/// <summary>
/// A small RFC 6455 client of the tests' own, on a TCP socket: it can send what a well-behaved library never would, and it checks
/// that the server's frames are as the RFC says.
/// </summary>
internal sealed class RawWebSocket : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Action<ReadOnlyMemory<byte>>? _onBytes;
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private RawWebSocket(TcpClient tcp, Action<ReadOnlyMemory<byte>>? onBytes) => (_tcp, _stream, _onBytes) = (tcp, tcp.GetStream(), onBytes);

    /// <summary>Opens a socket and asks for an upgrade.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="pathAndQuery">Such as <c>/ws?token=…</c>.</param>
    /// <param name="headers">Lines to add, or to replace one of the usual ones with.</param>
    /// <param name="receiveBuffer">Bytes that the kernel keeps for a reader that does not read; null: its default.</param>
    /// <param name="onBytes">Is told all that comes from the socket, the handshake's answer too.</param>
    public static async Task<HandshakeAnswer> ConnectAsync(
        int port, string pathAndQuery, IReadOnlyDictionary<string, string>? headers = null, int? receiveBuffer = null, Action<ReadOnlyMemory<byte>>? onBytes = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } bytes)
            tcp.ReceiveBufferSize = bytes;
        await tcp.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var socket = new RawWebSocket(tcp, onBytes);

        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var lines = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = $"127.0.0.1:{port}",
            ["Upgrade"] = "websocket",
            ["Connection"] = "Upgrade",
            ["Sec-WebSocket-Version"] = "13",
            ["Sec-WebSocket-Key"] = key,
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
            lines[name] = value;
        var request = $"GET {pathAndQuery} HTTP/1.1\r\n{string.Concat(lines.Select(l => $"{l.Key}: {l.Value}\r\n"))}\r\n";
        await socket._stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);

        var head = await socket.ReadHeadAsync();
        var status = int.Parse(head.Split(' ')[1], CultureInfo.InvariantCulture);
        if (status != 101)
        {
            await socket.DisposeAsync();
            return new HandshakeAnswer(status, head, Socket: null);
        }
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1 here; nothing rests on its strength
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(lines["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        Assert.Contains($"Sec-WebSocket-Accept: {accept}", head, StringComparison.OrdinalIgnoreCase);
        return new HandshakeAnswer(status, head, socket);
    }

    /// <summary>Sends a text frame.</summary>
    public Task SendTextAsync(string text) => SendFrameAsync(WireFrame.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a frame of any kind, right or wrong.</summary>
    public Task SendFrameAsync(int opcode, ReadOnlyMemory<byte> payload, bool final = true, bool masked = true, int reservedBits = 0)
    {
        var length = payload.Length;
        var header = length switch { < 126 => 2, < 65_536 => 4, _ => 10 };
        var frame = new byte[header + (masked ? 4 : 0) + length];
        frame[0] = (byte)((final ? 0x80 : 0) | (reservedBits << 4) | opcode);
        frame[1] = (byte)((masked ? 0x80 : 0) | (length switch { < 126 => length, < 65_536 => 126, _ => 127 }));
        if (header == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)length);
        else if (header == 10)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)length);
        payload.Span.CopyTo(frame.AsSpan(frame.Length - length));
        if (masked)
        {
            var mask = frame.AsSpan(header, 4);
            RandomNumberGenerator.Fill(mask);
            var body = frame.AsSpan(header + 4);
            for (var i = 0; i < body.Length; i++)
                body[i] ^= mask[i & 3];
        }
        return SendBytesAsync(frame);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next frame; null at the end of the stream, however it came.</summary>
    public async Task<WireFrame?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await FillAsync(2, cancellationToken))
                return null;
            var (first, second) = (_buffer[_start], _buffer[_start + 1]);
            if ((first & 0x70) != 0 || (second & 0x80) != 0)
                throw new InvalidDataException($"The server's frame has reserved bits or a mask: {first:x2} {second:x2}.");
            var header = (second & 0x7f) switch { 126 => 4, 127 => 10, _ => 2 };
            if (!await FillAsync(header, cancellationToken))
                return null;
            var length = header switch
            {
                4 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2)),
                10 => checked((int)BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_start + 2))),
                _ => second & 0x7f,
            };
            if (!await FillAsync(header + length, cancellationToken))
                return null;
            var payload = _buffer.AsSpan(_start + header, length).ToArray();
            _start += header + length;
            return new WireFrame((first & 0x80) != 0, first & 0x0f, payload);
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or SocketException)
        {
            return null;
        }
    }

    /// <summary>Cuts the connection without a word: the peer sees a reset.</summary>
    public void Abort()
    {
        if (_tcp.Client is not { } socket)
            return; // closed already
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (ObjectDisposedException)
        {
            // closed just now
        }
        _tcp.Close();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.ASCII.GetString(_buffer, _start, end);
                _start += end + 4;
                return head;
            }
            if (!await FillAsync(_end - _start + 1, TestContext.Current.CancellationToken))
                throw new IOException($"The server closed during the handshake, after '{Encoding.ASCII.GetString(_buffer, _start, _end - _start)}'.");
        }
    }

    private async ValueTask<bool> FillAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_end - _start >= bytes)
            return true;
        if (_buffer.Length - _start < bytes)
        {
            var target = _buffer.Length >= bytes ? _buffer : new byte[Math.Max(bytes, _buffer.Length * 2)];
            Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
            (_buffer, _end, _start) = (target, _end - _start, 0);
        }
        while (_end - _start < bytes)
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return false;
            _onBytes?.Invoke(_buffer.AsMemory(_end, read));
            _end += read;
        }
        return true;
    }
}
