using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Gateway.Sockets;

/// <summary>
/// A gateway that stops takes nothing new and cuts its sockets one by one over the drain time, so that their players do not all
/// reconnect at once. They keep seat and place: to the instances it is a lost connection like any other.
/// </summary>
internal sealed partial class SocketDrain(OpenSockets sockets, IOptions<DrainOptions> options, TimeProvider time, ILogger<SocketDrain> logger) : IHostedLifecycleService
{
    /// <summary>Of the drain time: the rest is for what is on its way.</summary>
    private const double Share = 0.8;

    private const string Reason = "stopping";

    private volatile bool _isStopping;
    private Task _cutting = Task.CompletedTask;

    /// <summary>Whether the process is on its way out.</summary>
    public bool IsStopping => _isStopping;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the server stops: that waits for open requests, which these are.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        Log.Stopping(logger, sockets.Count);
        _cutting = CutAsync(TimeSpan.FromSeconds(options.Value.Timeout) * Share, cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _cutting;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CutAsync(TimeSpan during, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var started = time.GetTimestamp();
        var open = sockets.All.ToArray();
        Random.Shared.Shuffle(open);
        for (var i = 0; i < open.Length && !cancellationToken.IsCancellationRequested; i++)
        {
            sockets.Cut(open[i], Reason);
            var pause = (during - time.GetElapsedTime(started)) / Math.Max(1, open.Length - i - 1); // even over what is left
            if (i < open.Length - 1 && pause > TimeSpan.FromMilliseconds(1))
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var late in sockets.All)
            sockets.Cut(late, Reason);
    }

    private static partial class Log // ids 6030-6039
    {
        [LoggerMessage(6030, LogLevel.Information, "Stopping: nothing new is taken, {Sockets} sockets are cut one by one.", EventName = "Stopping")]
        public static partial void Stopping(ILogger logger, int sockets);
    }
}
