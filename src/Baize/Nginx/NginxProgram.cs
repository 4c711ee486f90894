using System.ComponentModel;
using System.Diagnostics;

namespace Baize.Nginx;

/// <summary>The nginx that reads the file, called as its operator would.</summary>
/// <param name="command">Program and arguments, split at blanks: <c>nginx</c>, <c>sudo nginx</c>, <c>docker exec lb nginx</c>.</param>
internal sealed class NginxProgram(string command) : INginx
{
    /// <summary>Testing resolves names, so it may take a while; longer than this it hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task<string?> TestAsync(CancellationToken cancellationToken) => RunAsync(["-t"], cancellationToken);

    public Task<string?> ReloadAsync(CancellationToken cancellationToken) => RunAsync(["-s", "reload"], cancellationToken);

    private async Task<string?> RunAsync(string[] more, CancellationToken cancellationToken)
    {
        string[] words = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. more];
        var called = string.Join(' ', words);
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(either.Token), process.StandardOutput.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? null : $"`{called}` says: {Essence(string.Concat(said), process.ExitCode)}";
        }
        catch (Win32Exception ex)
        {
            throw new CommandException($"'{words[0]}' cannot be started: {ex.Message}. --nginx names another.", ex);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"`{called}` has not ended within {Patience.TotalSeconds:0} s";
        }
        finally
        {
            if (process is { HasExited: false })
                process.Kill();
            process?.Dispose();
        }
    }

    // Of a failed test nginx prints first what is wrong, then that it is.
    private static string Essence(string said, int exitCode)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(l => l.Contains("[emerg]", StringComparison.Ordinal) || l.Contains("[error]", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? $"exit code {exitCode}";
    }
}
