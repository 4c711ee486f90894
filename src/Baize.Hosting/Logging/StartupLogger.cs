using Microsoft.Extensions.Logging;

namespace Baize.Hosting.Logging;

/// <summary>
/// A logger for what is made before the process is built, and lives on: writes to a console of its own until
/// <see cref="Follow"/> gives it the process' loggers. That console is opened by the first message: a start that has
/// nothing to say is spared it (25 ms).
/// </summary>
internal sealed class StartupLogger<T>(Func<ILoggerFactory> open) : ILogger<T>, IDisposable
{
    private readonly Lock _gate = new();
    private ILoggerFactory? _own;
    private volatile ILogger? _target;

    private ILogger Target
    {
        get
        {
            if (_target is { } target)
                return target;
            lock (_gate)
                return _target ??= (_own = open()).CreateLogger<T>();
        }
    }

    public void Follow(ILoggerFactory loggers)
    {
        lock (_gate)
            _target = loggers.CreateLogger<T>();
        Dispose(); // writes out what waits, so that it stands before what the process logs
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Target.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => Target.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Target.Log(logLevel, eventId, state, exception, formatter);

    public void Dispose() => _own?.Dispose();
}
