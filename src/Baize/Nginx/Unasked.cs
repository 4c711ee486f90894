namespace Baize.Nginx;

/// <summary>Where nginx is on another host, or told by another program: the file alone is written.</summary>
internal sealed class Unasked : INginx
{
    public Task<string?> TestAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<string?> ReloadAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
