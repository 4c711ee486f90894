using System.Diagnostics;
using Baize.Hosting.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Baize.Hosting;

/// <summary>
/// Stops the process when the one that started it has gone, however it went. That one holds the other end of the pipe on
/// standard input; the system closes it even after a <c>kill -9</c>, on every platform.
/// </summary>
internal sealed partial class ParentWatch(
    IHostApplicationLifetime lifetime, Func<Stream> openInput, TimeSpan patience, Action end, ILogger<ParentWatch> logger) : IHostedService
{
    /// <summary><c>1</c>: standard input is such a pipe.</summary>
    public const string Variable = "BAIZE_WATCH_STDIN";

    /// <summary>Beyond the host's own time to stop.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>The watch over this process.</summary>
    public static ParentWatch OverThisProcess(IServiceProvider services) => new(
        services.GetRequiredService<IHostApplicationLifetime>(),
        Console.OpenStandardInput,
        TimeSpan.FromSeconds(services.GetRequiredService<IOptions<DrainOptions>>().Value.Timeout) + Margin,
        static () => Process.GetCurrentProcess().Kill(),
        services.GetRequiredService<ILogger<ParentWatch>>());

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: reading a pipe blocks, and cannot be cancelled. In the background, so that it keeps no process alive.
        new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = openInput();
        Span<byte> nothing = stackalloc byte[64];
        while (input.Read(nothing) > 0)
        {
            // What is written there has no meaning.
        }

        Log.ParentGone(logger);
        lifetime.StopApplication();
        if (!lifetime.ApplicationStopped.WaitHandle.WaitOne(patience)) // nobody is left who would end a process that hangs
            end();
    }

    private static partial class Log // ids 3030-3039
    {
        [LoggerMessage(3030, LogLevel.Warning, "The process that started this one is gone; leaving too.", EventName = "ParentGone")]
        public static partial void ParentGone(ILogger logger);
    }
}
