using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baize.Cluster.Redis.Direct;

/// <summary>
/// A connection to Redis (RESP2) that is read by one thread and written by any, without a task or a hop for either. Writing never
/// waits: what the socket does not take is sent by a thread of the pool's.
/// </summary>
internal sealed class RespSocket : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private byte[]? _unsent;
    private bool _closed;

    private RespSocket(Socket socket) => _socket = socket;

    /// <summary>Connects and signs on.</summary>
    /// <exception cref="IOException">It cannot be reached, or refuses.</exception>
    public static RespSocket Connect(EndPoint endpoint, DirectAddress address)
    {
        var link = new RespSocket(Open(endpoint, address.Timeout));
        try
        {
            if (!string.IsNullOrEmpty(address.Password))
                link.Ask(address.Timeout, string.IsNullOrEmpty(address.User) ? ["AUTH", address.Password] : ["AUTH", address.User, address.Password]);
            if (address.ClientName.Length > 0)
                link.Ask(address.Timeout, ["CLIENT", "SETNAME", address.ClientName]);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Writes a command.</summary>
    public void Send(ReadOnlySpan<byte> command)
    {
        lock (_lock)
        {
            if (_closed)
                return; // its reader knows
            if (_unsent is not null)
            {
                _unsent = [.. _unsent, .. command];
                return;
            }
            var sent = SendSome(command);
            if (sent == command.Length)
                return;
            _unsent = command[sent..].ToArray();
        }
        ThreadPool.UnsafeQueueUserWorkItem(static link => link.SendRest(), this, preferLocal: false);
    }

    /// <summary>Writes a command of texts.</summary>
    public void Send(params ReadOnlySpan<string> words)
    {
        var command = new StringBuilder().Append('*').Append(words.Length).Append("\r\n");
        foreach (var word in words)
            command.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        Send(Encoding.UTF8.GetBytes(command.ToString()));
    }

    /// <summary>What is waited for; to be read by <see cref="Receive"/>.</summary>
    public Socket Socket => _socket;

    /// <summary>Whether it was ended here.</summary>
    public bool IsClosed => Volatile.Read(ref _closed);

    /// <summary>Takes the bytes that are there.</summary>
    /// <returns>False where there are none.</returns>
    /// <exception cref="IOException">The connection has ended.</exception>
    public bool Receive()
    {
        try
        {
            if (_start == _end)
                _start = _end = 0;
            if (_end == _buffer.Length)
                MakeRoom();
            var received = _socket.Receive(_buffer.AsSpan(_end), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return false;
            if (error != SocketError.Success || received == 0)
                throw new IOException($"The connection has ended ({error}).");
            _end += received;
            return true;
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            throw new IOException($"The connection has ended: {ex.Message}", ex);
        }
    }

    /// <summary>Takes the next reply off what was received.</summary>
    /// <returns>False where it is not all there yet.</returns>
    /// <exception cref="IOException">These bytes are no RESP2.</exception>
    public bool TryRead(out RespReply reply)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var taken = RespReply.Read(rest, out reply);
        _start += taken;
        return taken > 0;
    }

    public void Dispose()
    {
        lock (_lock)
            _closed = true;
        _socket.Dispose();
    }

    // Without the asynchronous calls: a socket that has once used them wakes the runtime's own threads at every byte, for ever.
    private static Socket Open(EndPoint endpoint, TimeSpan timeout)
    {
        try
        {
            var error = SocketError.HostNotFound;
            foreach (var target in Resolve(endpoint))
            {
                var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
                error = Open(socket, target, timeout);
                if (error == SocketError.Success)
                    return socket;
                socket.Dispose();
            }
            throw new IOException($"{endpoint} is not to be reached: {error}.");
        }
        catch (SocketException ex)
        {
            throw new IOException($"{endpoint} is not to be reached: {ex.Message}", ex);
        }
    }

    private static SocketError Open(Socket socket, IPEndPoint target, TimeSpan timeout)
    {
        try
        {
            socket.Connect(target);
            return SocketError.Success;
        }
        catch (SocketException ex) when (ex.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            if (!socket.Poll(timeout, SelectMode.SelectWrite))
                return SocketError.TimedOut;
            return (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        }
        catch (SocketException ex)
        {
            return ex.SocketErrorCode;
        }
    }

    private static IEnumerable<IPEndPoint> Resolve(EndPoint endpoint) => endpoint switch
    {
        IPEndPoint address => [address],
        DnsEndPoint name => Dns.GetHostAddresses(name.Host).Select(a => new IPEndPoint(a, name.Port)),
        _ => throw new IOException($"{endpoint} is no address of the internet."),
    };

    private void Ask(TimeSpan timeout, ReadOnlySpan<string> words)
    {
        Send(words);
        var reply = default(RespReply);
        while (!TryRead(out reply))
        {
            if (!_socket.Poll(timeout, SelectMode.SelectRead) || !Receive())
                throw new IOException($"Redis does not answer {words[0]}.");
        }
        if (reply.Kind == RespKind.Error)
            throw new IOException($"Redis refuses {words[0]}: {Encoding.UTF8.GetString(reply.Text)}");
    }

    // Under the lock.
    private int SendSome(ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length)
        {
            sent += _socket.Send(bytes[sent..], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                break;
            if (error == SocketError.Success)
                continue;
            _closed = true; // the reader sees it too
            return bytes.Length;
        }
        return sent;
    }

    private void SendRest()
    {
        try
        {
            while (true)
            {
                _socket.Poll(LookAgain, SelectMode.SelectWrite);
                lock (_lock)
                {
                    if (_unsent is null || _closed)
                        return;
                    var sent = SendSome(_unsent);
                    _unsent = sent == _unsent.Length ? null : _unsent[sent..];
                    if (_unsent is null)
                        return;
                }
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // the reader sees it too
        }
    }

    private void MakeRoom()
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        var target = rest.Length > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        rest.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, rest.Length);
    }
}
