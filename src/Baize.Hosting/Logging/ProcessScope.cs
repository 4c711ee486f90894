using Microsoft.Extensions.Logging;

namespace Baize.Hosting.Logging;

/// <summary>Puts the process around every message: its role and, once it is known, its instance id. In production's JSON they stand under <c>Scopes</c>.</summary>
public sealed class ProcessScope : IExternalScopeProvider
{
    private readonly LoggerExternalScopeProvider _scopes = new();
    private volatile KeyValuePair<string, object>[] _self;

    /// <summary>Without an instance id.</summary>
    public ProcessScope(string role) => _self = [new("role", role)];

    /// <summary>The instance's id, for what is logged from now on.</summary>
    public string Instance
    {
        set => _self = [_self[0], new("instance", value)];
    }

    /// <inheritdoc/>
    public void ForEachScope<TState>(Action<object?, TState> callback, TState state)
    {
        callback(_self, state);
        _scopes.ForEachScope(callback, state);
    }

    /// <inheritdoc/>
    public IDisposable Push(object? state) => _scopes.Push(state);
}
