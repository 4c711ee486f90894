using System.IO.Pipelines;
using Baize.GameServer.Edge;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Baize.GameServer.Sockets;

/// <summary>
/// The other way in: <c>/ws</c> as a later request of a connection that had served HTTP before, as proxies that pool their
/// connections make them. The same gate, the same hub; only dearer in memory.
/// </summary>
internal static class UpgradeEndpoint
{
    public static void MapUpgrade(this IEndpointRouteBuilder routes) => routes.MapGet("/ws", HandleAsync);

    private static async Task HandleAsync(HttpContext context, UpgradeGate gate, Hub hub)
    {
        var headers = context.Request.Headers;
        var verdict = await gate.JudgeAsync(new UpgradeRequest(
            Text(headers.Host), Text(headers.Origin), Text(headers.Upgrade), Text(headers.Connection),
            Text(headers.SecWebSocketVersion), Text(headers.SecWebSocketKey),
            Text(context.Request.Query["token"]) ?? UpgradeRequest.BearerToken(Text(headers.Authorization))));
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (verdict.User is null || upgrade is not { IsUpgradableRequest: true })
        {
            if (verdict.User is not null)
                verdict = UpgradeVerdict.Refuse(StatusCodes.Status426UpgradeRequired, "WebSockets are opened by HTTP/1.1 here.");
            context.Response.StatusCode = verdict.Status;
            foreach (var line in Refusal.Headers(verdict.Status).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
                context.Response.Headers.Append(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync(Refusal.Json(verdict), context.RequestAborted);
            return;
        }
        context.Response.Headers.SecWebSocketAccept = verdict.AcceptKey;
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await upgrade.UpgradeAsync();
        // A connection may be cut up to 10 s after its reader has ended, and the context with it: what is cut is the socket below.
        await new PipeSocket(new StreamPipe(stream), context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort).RunAsync(hub, verdict.User);
    }

    private static string? Text(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();

    private sealed class StreamPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
