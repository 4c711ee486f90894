using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Baize.Hosting;

/// <summary>What became of a process, for its exit code. The first of its hosted services, so it sees the others start.</summary>
internal sealed class ProcessWatch : IHostedLifecycleService
{
    private IServiceProvider? _services;
    private IReadOnlyList<BackgroundService> _background = [];
    private CancellationToken _stopping;
    private volatile bool _hasStarted;

    /// <summary>Whether all services have started.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>Whether the process was told to stop.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>What ended background services before they were told to end. The host logs it and stops, but reports success.</summary>
    public IReadOnlyList<Exception> BackgroundFaults =>
        [.. _background.Select(b => b.ExecuteTask?.Exception).OfType<AggregateException>().Select(e => e.GetBaseException())];

    /// <summary>Watches the process whose services these are.</summary>
    public ProcessWatch Over(IServiceProvider services)
    {
        _services = services;
        return this;
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _background = [.. _services!.GetServices<IHostedService>().OfType<BackgroundService>()];
        _stopping = _services!.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
