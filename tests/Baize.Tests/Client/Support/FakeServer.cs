using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Baize.Tests.Client.Support;

/// <summary>A server that does only what it is told to: a connection waits until it is accepted or refused.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private (WebSocket Socket, TcpClient Tcp)? _current;

    public FakeServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAllAsync();
    }

    public int Port { get; }

    public Waiting<JsonNode?> Frames { get; } = new("a frame of the client");

    public Waiting<FakeRequest> Handshakes { get; } = new("a handshake");

    public Waiting<FakeRequest> Hints { get; } = new("a question to the API");

    public Waiting<int> Ends { get; } = new("the client's end of the connection");

    /// <summary>Takes the next connection in; says <c>connected</c> where an instance is named.</summary>
    public async Task<FakeRequest> AcceptAsync(string? instance)
    {
        var request = await Handshakes.NextAsync();
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1 here; nothing rests on its strength
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(request.Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await request.AnswerAsync(101, $"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n");
        var socket = WebSocket.CreateFromStream(request.Tcp.GetStream(), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        _current = (socket, request.Tcp);
        _ = ReadAsync(socket);
        if (instance is not null)
            await SendAsync($$$"""{"type":"connected","data":{"user_id":7,"instance_id":"{{{instance}}}","session_id":"s-{{{instance}}}"}}""");
        return request;
    }

    /// <summary>Refuses the next connection.</summary>
    public async Task RefuseAsync(int status)
    {
        var request = await Handshakes.NextAsync();
        await request.AnswerAsync(status, "Content-Length: 0\r\nConnection: close\r\n");
        request.Tcp.Close();
    }

    /// <summary>Answers the next question to the API.</summary>
    public async Task<FakeRequest> HintAsync(string? roomId, int status)
    {
        var request = await Hints.NextAsync();
        var body = status == 200 ? $$"""{"ws_url":"ws://127.0.0.1:{{Port}}/ws?room={{roomId}}","instance_id":"hinted"}""" : "{}";
        await request.AnswerAsync(status, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n", body);
        request.Tcp.Close();
        return request;
    }

    public async Task SendAsync(string text) =>
        await _current!.Value.Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task CloseAsync(int code) => _current!.Value.Socket.CloseOutputAsync((WebSocketCloseStatus)code, "scenario", CancellationToken.None);

    /// <summary>Ends the connection without a word.</summary>
    public void Cut()
    {
        _current!.Value.Tcp.LingerState = new LingerOption(enable: true, 0);
        _current.Value.Tcp.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        lock (_clients)
            _clients.ForEach(c => c.Dispose());
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var tcp = await _listener.AcceptTcpClientAsync();
                tcp.NoDelay = true;
                lock (_clients)
                    _clients.Add(tcp);
                _ = SortAsync(tcp);
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task SortAsync(TcpClient tcp)
    {
        try
        {
            if (await FakeRequest.ReadAsync(tcp) is { } request)
                (request.IsHandshake ? Handshakes : Hints).Add(request);
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client went away.
        }
    }

    private async Task ReadAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                    break;
                Frames.Add(JsonNode.Parse(buffer.AsSpan(0, length)));
            }
            Ends.Add((int?)socket.CloseStatus ?? 1005);
            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // Cut, by either.
        }
    }
}
