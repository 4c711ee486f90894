using Baize.Cluster.Instances;
using Baize.Instances;

namespace Baize.Nginx;

/// <summary>Brings nginx' file to what the registry says, and tells what it did: once for each change.</summary>
/// <param name="open">Opens the registry; it may be away when this begins.</param>
/// <param name="ready">Who is in the file.</param>
/// <param name="template">What the file looks like.</param>
/// <param name="file">The file.</param>
/// <param name="nginx">Who reads it.</param>
/// <param name="tell">Takes a line for people.</param>
internal sealed class NginxSync(
    Func<CancellationToken, Task<IInstances>> open, ReadyInstances ready, UpstreamTemplate template, UpstreamFile file, INginx nginx, Action<string> tell) : IAsyncDisposable
{
    private IInstances? _instances;
    private IReadOnlyList<InstanceRecord>? _last;
    private string? _trouble;
    private bool _mustReload;

    /// <summary>One look at the registry, and what follows from it.</summary>
    /// <returns>False where something is in the way: the last good file stands.</returns>
    public async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            _instances ??= await open(cancellationToken);
            var now = await ready.OfAsync(await _instances.ListAsync(cancellationToken), cancellationToken);
            if (now.Count == 0)
                return Trouble("no game server is ready");
            var text = template.Render(now);
            if (!file.Holds(text) && !await ReplaceAsync(text, now, cancellationToken))
                return false;
            _last = now;
            return await ReloadAsync();
        }
        catch (CommandException ex)
        {
            return Trouble(ex.Message);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Trouble(ex.Message);
        }
    }

    private async Task<bool> ReplaceAsync(string text, IReadOnlyList<InstanceRecord> now, CancellationToken cancellationToken)
    {
        if (await file.ReplaceAsync(text, nginx, cancellationToken) is { } fault)
            return Trouble($"{fault}. The refused text is in {file.Refused}");
        tell($"{file.Path}: {Difference(now)}.");
        _mustReload = true;
        return true;
    }

    // Asked to stop between the two, it does both: the next run would find the file as it should be, and not tell nginx.
    private async Task<bool> ReloadAsync()
    {
        if (_mustReload)
        {
            if (await nginx.ReloadAsync(CancellationToken.None) is { } fault)
                return Trouble($"the file is new, but nginx has not been told: {fault}", isFileOld: false);
            _mustReload = false;
            file.Settle();
            if (nginx is not Unasked)
                tell("nginx reloads; open sockets stay with its old workers.");
        }
        if (_trouble is not null)
            tell("All is well again.");
        _trouble = null;
        return true;
    }

    private string Difference(IReadOnlyList<InstanceRecord> now)
    {
        var (before, after) = ((_last ?? []).Select(Name).ToList(), now.Select(Name).ToList());
        var changes = after.Except(before).Select(n => $"+{n}").Concat(before.Except(after).Select(n => $"-{n}"));
        return $"{now.Count} game server{(now.Count == 1 ? "" : "s")}, {string.Join(' ', changes)}".TrimEnd(' ', ',');
    }

    private bool Trouble(string what, bool isFileOld = true)
    {
        var line = isFileOld ? $"{what}. The last good file is kept." : $"{what}.";
        if (line != _trouble)
            tell(line);
        _trouble = line;
        return false;
    }

    private static string Name(InstanceRecord instance) => $"{instance.Address}:{instance.Port}";

    public ValueTask DisposeAsync() => _instances?.DisposeAsync() ?? ValueTask.CompletedTask;
}
