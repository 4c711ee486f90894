using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Baize.Protocol;
using Baize.Protocol.Frames;

namespace Baize.Client.Connections;

/// <summary>Finds where to connect, and with which token.</summary>
internal sealed class Endpoint(BaizeClientOptions options) : IDisposable
{
    private HttpClient? _own;

    /// <summary>Asks for a token and for an address, near to a room where there is one.</summary>
    /// <exception cref="BaizeException"><c>unauthorized</c>, <c>forbidden</c> or, retryable, <c>unavailable</c>.</exception>
    public async Task<(Uri Url, string Token)> FindAsync(string? roomId, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken).ConfigureAwait(false);
        var url = await UrlAsync(roomId, token, cancellationToken).ConfigureAwait(false);
        if (roomId is not null && !HasRoom(url)) // lets a balancer route by room
            url = new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&room={roomId}" : $"room={roomId}" }.Uri;
        return (url, token);
    }

    public void Dispose() => _own?.Dispose();

    private static bool HasRoom(Uri url) => url.Query.Contains("?room=", StringComparison.Ordinal) || url.Query.Contains("&room=", StringComparison.Ordinal);

    private async ValueTask<string> TokenAsync(CancellationToken cancellationToken)
    {
        if (options.TokenProvider is not { } provider)
            return options.Token!;
        try
        {
            return await provider(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BaizeException(ErrorCodes.Unavailable, "The token provider failed to give a token.", isRetryable: true, ex);
        }
    }

    private async Task<Uri> UrlAsync(string? roomId, string token, CancellationToken cancellationToken)
    {
        if (options.Api is not { } api)
            return options.Url!;
        try
        {
            return await AskAsync(api, roomId, token, cancellationToken).ConfigureAwait(false);
        }
        catch (BaizeException ex) when (ex.IsRetryable && options.Url is not null)
        {
            return options.Url;
        }
    }

    private async Task<Uri> AskAsync(Uri api, string? roomId, string token, CancellationToken cancellationToken)
    {
        // An id that no room has gets the least busy instance.
        var address = new Uri($"{api.AbsoluteUri.TrimEnd('/')}/api/v1/rooms/{roomId ?? $"connect-{Guid.NewGuid():N}"}/connect");
        using var timeout = options.TimeProvider.CancelAfter(options.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            var http = options.HttpClient ?? (_own ??= new HttpClient());
            using var answer = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
                throw new BaizeException(ErrorCodes.Unauthorized, "The API refused the token.");
            if (answer.StatusCode == HttpStatusCode.Forbidden)
                throw new BaizeException(ErrorCodes.Forbidden, "The API refused the request.");
            if (!answer.IsSuccessStatusCode)
                throw new BaizeException(ErrorCodes.Unavailable, $"The API at {api.Authority} answered {(int)answer.StatusCode}.", isRetryable: true);
#pragma warning disable CA2016 // .NET Standard knows no token here, and SendAsync has buffered it already
            var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
#pragma warning restore CA2016
            return new Uri(JsonSerializer.Deserialize(body, ProtocolJson.Default.ConnectReply)?.WsUrl ?? throw new JsonException("'ws_url' is missing."));
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or JsonException or UriFormatException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BaizeException(ErrorCodes.Unavailable, $"The API at {api.Authority} does not answer: {ex.Message}", isRetryable: true, ex);
        }
    }
}
