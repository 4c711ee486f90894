using System.Net.WebSockets;
using System.Text.Json;

namespace Baize.Client;

/// <summary>How a client connects. A <see cref="Url"/> or an <see cref="Api"/> is needed; with both, the URL serves when the API does not answer.</summary>
public sealed class BaizeClientOptions
{
    /// <summary>A game server's or a balancer's WebSocket: <c>ws://host[:port]/ws</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>The API, <c>http://host[:port]</c>: it is asked where to connect, each time.</summary>
    public Uri? Api { get; set; }

    /// <summary>The user's JWT. Or see <see cref="TokenProvider"/>.</summary>
    public string? Token { get; set; }

    /// <summary>Gets the user's JWT: asked before each try to connect, so that it may be a fresh one.</summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>How long one try to connect may take. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="BaizeClient.ConnectAsync"/> goes on trying. Default 30 s.</summary>
    public TimeSpan ConnectDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request may take, retries and reconnects included, where the call says nothing else. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>First wait before trying again to connect; it doubles. The first try after a loss is made at once. Default 200 ms.</summary>
    public TimeSpan BackoffMin { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait before trying again to connect. Default 10 s.</summary>
    public TimeSpan BackoffMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A ping is sent after this long without a word from the server. Default 20 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The connection counts as dead when a ping or a request brings no word for this long. Default 10 s.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that may wait to be sent or answered. Default 1,000; one more fails with <c>queue_full</c>.</summary>
    public int MaxPending { get; set; } = 1_000;

    /// <summary>The server's <c>limits.messages_per_second</c>: the client stays under it. Default 50; 0: no bound.</summary>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>How what is sent becomes JSON. Default: snake_case, as everything in the protocol. Give it a <c>TypeInfoResolver</c> where there is no reflection.</summary>
    public JsonSerializerOptions SerializerOptions { get; set; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Told of what goes wrong in the background: handlers that throw, frames that make no sense, gaps. Default: <see cref="System.Diagnostics.Trace"/>.</summary>
    public Action<BaizeException> OnError { get; set; } = static error => System.Diagnostics.Trace.TraceWarning("Baize client: {0}", error);

    /// <summary>Proxies, certificates and the like of each WebSocket.</summary>
    public Action<ClientWebSocketOptions>? ConfigureWebSocket { get; set; }

    /// <summary>Asks the API; the caller's to dispose of. Default: the client's own.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    // The hook is the application's: what it throws must not stop what it is told of.
    internal void Report(BaizeException error)
    {
        try
        {
            OnError(error);
        }
#pragma warning disable CA1031
        catch (Exception ex)
#pragma warning restore CA1031
        {
            System.Diagnostics.Trace.TraceError("Baize client: OnError threw {0} when told of {1}", ex, error);
        }
    }

    internal void Validate()
    {
        if (Url is null && Api is null)
            throw new ArgumentException("Url and Api are both missing: one must say where to connect.");
        if (Url is { } url && url.Scheme is not ("ws" or "wss"))
            throw new ArgumentException($"Url is {url}; it must begin with ws:// or wss://.");
        if (Api is { } api && api.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Api is {api}; it must begin with http:// or https://.");
        if (Token is null && TokenProvider is null)
            throw new ArgumentException("Token and TokenProvider are both missing.");
        foreach (var (name, value) in new[]
        {
            (nameof(ConnectTimeout), ConnectTimeout), (nameof(ConnectDeadline), ConnectDeadline), (nameof(RequestTimeout), RequestTimeout),
            (nameof(BackoffMin), BackoffMin), (nameof(BackoffMax), BackoffMax),
            (nameof(HeartbeatInterval), HeartbeatInterval), (nameof(HeartbeatTimeout), HeartbeatTimeout),
        })
        {
            if (value <= TimeSpan.Zero)
                throw new ArgumentException($"{name} is {value}; it must be more than 0.");
        }
        if (MaxPending < 1)
            throw new ArgumentException($"MaxPending is {MaxPending}; it must be 1 or more.");
        if (MessagesPerSecond < 0)
            throw new ArgumentException($"MessagesPerSecond is {MessagesPerSecond}; it must be 0 (no bound) or more.");
    }
}
