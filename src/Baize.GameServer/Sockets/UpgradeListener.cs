using System.Buffers;
using System.IO.Pipelines;
using Baize.GameServer.Edge;
using Microsoft.AspNetCore.Connections;

namespace Baize.GameServer.Sockets;

/// <summary>
/// Sits before ASP.NET on the game port where the system has no epoll: a connection whose first request is for <c>/ws</c>
/// becomes a WebSocket here, without ever being an HTTP request (5 KB instead of 11 to 16 KB for each idle one); everything
/// else is handed on untouched.
/// </summary>
internal sealed class UpgradeListener(UpgradeGate gate, Hub hub, TimeProvider time)
{
    /// <summary>How long a head may take to come, as Kestrel's own bound.</summary>
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Handles a connection from its first byte on.</summary>
    public async Task OnConnectedAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var input = context.Transport.Input;
        UpgradeRequest? request;
        using (var deadline = new CancellationTokenSource(HeadTimeout, time))
        {
            while (true)
            {
                ReadResult result;
                try
                {
                    result = await input.ReadAsync(deadline.Token);
                }
                catch (OperationCanceledException)
                {
                    return; // connected and said nothing: half-open, or a port scanner
                }
                var buffer = result.Buffer;
                var ours = UpgradeHead.IsOurs(buffer);
                if (ours == false || (ours is null && result.IsCompleted))
                {
                    input.AdvanceTo(buffer.Start); // nothing examined: the next reader gets it all at once
                    await next(context);
                    return;
                }
                if (UpgradeHead.TryRead(ref buffer, out request))
                {
                    input.AdvanceTo(buffer.Start);
                    break;
                }
                if (result.IsCompleted || buffer.Length > UpgradeHead.MaxBytes)
                {
                    input.AdvanceTo(buffer.End);
                    if (!result.IsCompleted)
                        await RefuseAsync(context.Transport.Output, UpgradeVerdict.Refuse(StatusCodes.Status431RequestHeaderFieldsTooLarge, "The request's head is too long."));
                    return;
                }
                input.AdvanceTo(buffer.Start, buffer.End);
            }
        }

        var verdict = await gate.JudgeAsync(request!);
        if (verdict.User is not { } user)
        {
            await RefuseAsync(context.Transport.Output, verdict);
            return;
        }
        context.Transport.Output.Write(UpgradeAnswer.Accept(verdict));
        await new PipeSocket(context.Transport, context.Abort).RunAsync(hub, user);
    }

    private static async Task RefuseAsync(PipeWriter output, UpgradeVerdict verdict)
    {
        output.Write(UpgradeAnswer.Refuse(verdict));
        await output.FlushAsync(); // bounded by the transport: a peer that takes nothing is cut by Kestrel's write rate at the latest
    }
}
