using Microsoft.Extensions.DependencyInjection;

namespace Baize.Hosting;

/// <summary>Ties a process' life to the one that started it.</summary>
public static class ParentWatchServices
{
    /// <summary>Where <c>BAIZE_WATCH_STDIN</c> is 1, the process stops when its standard input ends: <c>baize up</c> holds the other end.</summary>
    public static IServiceCollection AddParentWatch(this IServiceCollection services) =>
        Environment.GetEnvironmentVariable(ParentWatch.Variable) == "1" ? services.AddHostedService(ParentWatch.OverThisProcess) : services;
}
