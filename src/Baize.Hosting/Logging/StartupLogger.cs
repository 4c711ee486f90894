using Microsoft.Extensions.Logging;

namespace Baize.Hosting.Logging;

/// <summary>
/// A logger for what is made before the process is built, and lives on: writes to a console of its own until
/// <see cref="Follow"/> gives it the process' loggers.
/// </summary>
internal sealed class StartupLogger<T> : ILogger<T>, IDisposable
{
    private readonly ILoggerFactory _own;
    private volatile ILogger _target;

    public StartupLogger(ILoggerFactory own)
    {
        _own = own;
        _target = own.CreateLogger<T>();
    }

    public void Follow(ILoggerFactory loggers)
    {
        _target = loggers.CreateLogger<T>();
        _own.Dispose(); // writes out what waits, so that it stands before what the process logs
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _target.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _target.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _target.Log(logLevel, eventId, state, exception, formatter);

    public void Dispose() => _own.Dispose();
}
