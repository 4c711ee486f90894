using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Baize.PlatformTests.Support;

/// <summary>
/// A TCP proxy that cuts connections at bad moments: before a request with a marker is passed on, in the middle of it, or after
/// it, before the answer comes back. Which, and when, follows from a seed.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly IPEndPoint _target;
    private readonly byte[] _marker;
    private readonly Random _random;
    private int _cuts;

    public CuttingProxy(int targetPort, string marker, int seed)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _marker = System.Text.Encoding.ASCII.GetBytes(marker);
        _random = new Random(seed);
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>How likely a request with the marker meets a cut; 0 to 1.</summary>
    public double Danger { get; set; }

    public int Cuts => Volatile.Read(ref _cuts);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _running.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            client.NoDelay = server.NoDelay = true;
            try
            {
                await server.ConnectAsync(_target, _stopping.Token);
                var connection = new Connection();
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), connection, isRequest: true),
                    PumpAsync(server.GetStream(), client.GetStream(), connection, isRequest: false));
            }
            catch (Exception ex) when (ex is SocketException or OperationCanceledException)
            {
                // the target is away
            }
            client.LingerState = server.LingerState = new LingerOption(enable: true, seconds: 0); // a reset, as a dead machine's
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Connection connection, bool isRequest)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
            {
                if (connection.IsMute)
                    return;
                var cut = isRequest ? Choose(buffer.AsSpan(0, count)) : Cut.None;
                var passed = cut switch { Cut.Before => 0, Cut.Within => Next(1, count), _ => count };
                if (cut == Cut.BeforeTheAnswer)
                    connection.IsMute = true; // set first: the answer may be quick
                await to.WriteAsync(buffer.AsMemory(0, passed), _stopping.Token);
                if (cut is Cut.Before or Cut.Within)
                    return;
            }
        }
        catch (Exception ex) when (ex is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // one side has gone; the other follows
        }
    }

    private Cut Choose(ReadOnlySpan<byte> request)
    {
        if (request.IndexOf(_marker) < 0)
            return Cut.None;
        lock (_random)
        {
            if (_random.NextDouble() >= Danger)
                return Cut.None;
            Interlocked.Increment(ref _cuts);
            return (Cut)_random.Next(1, 4);
        }
    }

    private int Next(int min, int max)
    {
        lock (_random)
            return _random.Next(min, Math.Max(min + 1, max));
    }

    private enum Cut
    {
        None,
        Before,
        Within,
        BeforeTheAnswer,
    }

    private sealed class Connection
    {
        public volatile bool IsMute;
    }
}
