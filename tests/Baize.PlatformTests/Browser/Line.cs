using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Baize.PlatformTests.Browser;

/// <summary>The network between a browser and a port, to be cut: then nothing passes and nobody is told, as where a phone has left the Wi-Fi.</summary>
internal sealed class Line : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _passable = new();

    public Line(int targetPort)
    {
        _target = targetPort;
        _passable.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>From now on nothing passes.</summary>
    public void Cut() => _passable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The network is back; connections of before are not, as after a change of address.</summary>
    public void Restore()
    {
        while (_open.TryTake(out var connection))
            connection.Close(0);
        _passable.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Restore();
        await _accepting;
        await Task.WhenAll(_pumps);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                _open.Add(near.Client);
                _pumps.Add(ConnectAsync(near));
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ConnectAsync(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await _passable.Task.WaitAsync(_stop.Token);
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            _open.Add(far.Client);
            await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the two is gone; so is the other.
        }
        near.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.Client.ReceiveAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await _passable.Task.WaitAsync(_stop.Token);
                await to.Client.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // See above.
        }
    }
}
