namespace Baize.Nginx;

/// <summary>What is asked of nginx.</summary>
internal interface INginx
{
    /// <summary>Whether it would take its configuration as it is on disk now.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    Task<string?> TestAsync(CancellationToken cancellationToken);

    /// <summary>Has it read its configuration anew. Old workers keep their sockets.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    Task<string?> ReloadAsync(CancellationToken cancellationToken);
}
