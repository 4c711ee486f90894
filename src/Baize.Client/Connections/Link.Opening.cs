using System.Net;
using System.Net.WebSockets;
using Baize.Protocol.Frames;

namespace Baize.Client.Connections;

internal sealed partial class Link
{
    /// <summary>Connects and waits for <c>connected</c>.</summary>
    /// <exception cref="BaizeException"><c>unauthorized</c>, <c>forbidden</c>, <c>session_replaced</c> or, retryable, <c>unavailable</c>.</exception>
    public static async Task<(Link Link, SessionInfo Session)> OpenAsync(Uri url, string token, BaizeClientOptions options, CancellationToken cancellationToken)
    {
        using var timeout = options.TimeProvider.CancelAfter(options.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new ClientWebSocket();
        Link? link = null;
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
#if NET
            socket.Options.CollectHttpResponseDetails = true;
#endif
            options.ConfigureWebSocket?.Invoke(socket.Options);
            await socket.ConnectAsync(url, either.Token).ConfigureAwait(false);
            link = new Link(socket, options);
            if (await link.ReceiveAsync(either.Token).ConfigureAwait(false) is not { } first)
                throw Refusal(await link._ended.Task.ConfigureAwait(false));
            if (first.Type != FrameTypes.Connected)
                throw Unavailable($"The first frame was '{first.Type}', not '{FrameTypes.Connected}'.");
            return (link, new SessionInfo(first.DataNumber("user_id"), first.DataText("instance_id") ?? "", first.DataText("session_id") ?? ""));
        }
        catch (Exception ex)
        {
            var status = Status(socket, ex);
            socket.Dispose();
            link?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw ex switch
            {
                BaizeException => ex,
                OperationCanceledException => Unavailable($"There was no connection within {options.ConnectTimeout.TotalSeconds} s."),
                WebSocketException when status == HttpStatusCode.Unauthorized => new BaizeException(ErrorCodes.Unauthorized, "The server refused the token.", innerException: ex),
                WebSocketException when status == HttpStatusCode.Forbidden => new BaizeException(ErrorCodes.Forbidden, "The server refused the connection.", innerException: ex),
                WebSocketException or IOException => Unavailable($"No connection to {url.Authority}: {ex.Message}", ex),
                _ => new BaizeException(ErrorCodes.Internal, $"Connecting to {url.Authority} failed: {ex.Message}", innerException: ex),
            };
        }
    }

    private static BaizeException Unavailable(string message, Exception? cause = null) => new(ErrorCodes.Unavailable, message, isRetryable: true, cause);

    private static BaizeException Refusal(LinkEnd end) => end.Code switch
    {
        CloseCodes.Forbidden => new BaizeException(ErrorCodes.Forbidden, end.Reason),
        CloseCodes.SessionReplaced => new BaizeException(ClientErrorCodes.SessionReplaced, end.Reason),
        _ => Unavailable($"Closed with {end.Code} before the first frame: {end.Reason}"),
    };

    private static HttpStatusCode Status(ClientWebSocket socket, Exception exception)
    {
#if NET
        _ = exception;
        return socket.HttpStatusCode;
#else
        // Before .NET 7 only the message says it: "The server returned status code '401' when status code '101' was expected."
        _ = socket;
        var match = System.Text.RegularExpressions.Regex.Match(exception.Message, "'([45][0-9][0-9])'");
        return match.Success ? (HttpStatusCode)int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
#endif
    }
}
