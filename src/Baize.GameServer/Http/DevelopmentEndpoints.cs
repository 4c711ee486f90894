using System.Diagnostics;
using Baize.Hosting.Auth;

namespace Baize.GameServer.Http;

/// <summary>What exists in development only: the API asks for it when a visitor of the page wants to see an instance die.</summary>
internal static class DevelopmentEndpoints
{
    /// <summary>For the answer to leave: Kestrel has handed it to the socket's pipe, not to the network, when it reports it as sent.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(50);

    public static void MapDevelopment(this IEndpointRouteBuilder routes) => routes.MapPost("/internal/dev/kill", Kill).RequireInternalKey();

    private static IResult Kill(HttpContext context, TimeProvider time)
    {
        context.Response.OnCompleted(async () =>
        {
            await Task.Delay(AnswerTime, time, CancellationToken.None);
            using var self = Process.GetCurrentProcess();
            self.Kill(); // SIGKILL where there are signals: no drain, no goodbye, as when a machine dies
        });
        return Results.Accepted();
    }
}
