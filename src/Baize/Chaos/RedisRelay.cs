using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Baize.Chaos;

/// <summary>
/// One instance's way to Redis, which can be cut without root: bytes are read and thrown away in both directions, connections stay
/// and new ones are accepted, as behind a firewall that drops. Neither side is told, so Redis counts the instance as listening.
/// </summary>
internal sealed class RedisRelay : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly IPEndPoint _redis;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private volatile bool _isCut;

    /// <param name="redisPort">Where Redis listens, on loopback.</param>
    /// <param name="time">For waits.</param>
    public RedisRelay(int redisPort, TimeProvider time)
    {
        _time = time;
        _redis = new IPEndPoint(IPAddress.Loopback, redisPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>For the instance's <c>redis.connection</c>.</summary>
    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>Lets nothing through from now on.</summary>
    public void Cut() => _isCut = true;

    /// <summary>Lets all through again. Connections that lost something are reset: what follows would make no sense to either side.</summary>
    public void Mend()
    {
        _isCut = false;
        foreach (var link in _links.Keys.Where(link => link.HasLost))
            link.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var link in _links.Keys)
            link.Reset();
        await Task.WhenAll(_links.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var link = new Link(await _listener.AcceptSocketAsync(_stop.Token));
                _links[link] = Task.CompletedTask; // in the list before it runs: it takes itself out
                var running = RunAsync(link);
                _links.TryUpdate(link, running, Task.CompletedTask);
            }
            catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // stopping, or who connected has gone already
            }
        }
    }

    private async Task RunAsync(Link link)
    {
        await Task.Yield();
        try
        {
            link.Instance.NoDelay = true;
            if (_isCut)
            {
                Lose(link);
                await PumpAsync(link, link.Instance, link.Redis);
            }
            else
            {
                await link.Redis.ConnectAsync(_redis, _stop.Token);
                await Task.WhenAll(PumpAsync(link, link.Instance, link.Redis), PumpAsync(link, link.Redis, link.Instance));
            }
            while (link.HasLost && !link.IsClosed && !_stop.IsCancellationRequested)
                await Task.Delay(Look, _time, _stop.Token); // the other side must not hear that this one has closed
        }
        catch (Exception ex) when (ex is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Redis is away, or we are stopping
        }
        finally
        {
            link.Reset(); // where both ends were told in order, this tells nobody anything
            _links.TryRemove(link, out _);
        }
    }

    private async Task PumpAsync(Link link, Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                if (_isCut || link.HasLost)
                    Lose(link);
                else
                {
                    for (var sent = 0; sent < count;)
                        sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }
            if (!_isCut && !link.HasLost)
                to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ex) when (ex is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side has broken off: the other's connection breaks too, but not while the way is cut
            if (!_isCut && !link.HasLost)
                link.Reset();
        }
        if (_isCut)
            Lose(link);
    }

    private void Lose(Link link)
    {
        link.HasLost = true;
        if (!_isCut)
            link.Reset(); // mended just now, and the sweep may have missed it
    }

    private sealed class Link(Socket instance)
    {
        private int _isClosed;

        public Socket Instance { get; } = instance;

        public Socket Redis { get; } = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public bool HasLost { get; set => Volatile.Write(ref field, value); }

        public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

        public void Reset()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) != 0)
                return;
            foreach (var socket in (Socket[])[Instance, Redis])
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Dispose();
            }
        }
    }
}
