using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Baize.Up;

/// <summary>One life of a process of the platform.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int Sigterm = 15;
    private const int KeptLines = 20;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Action<string> _onLine;
    private readonly Queue<string> _lastLines = new(KeptLines);
    private readonly Lock _lock = new();

    private ChildProcess(Process process, Action<string> onLine, TimeProvider time)
    {
        (_process, _onLine) = (process, onLine);
        Pid = process.Id;
        Exited = ExitAsync(time);
    }

    public int Pid { get; }

    /// <summary>Ends with the exit code; 128 + n where signal n ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts it.</summary>
    /// <param name="spec">What to start.</param>
    /// <param name="onLine">Gets each line of its output.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static ChildProcess Start(ChildSpec spec, Action<string> onLine, TimeProvider time)
    {
        var isLibrary = spec.Executable.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isLibrary ? DotnetHost() : spec.Executable, isLibrary ? [spec.Executable, .. spec.Arguments] : spec.Arguments)
        {
            RedirectStandardInput = true, // held open for as long as this process lives: see ParentWatch in Baize.Hosting
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, onLine, time);
    }

    /// <summary>The last lines of its output.</summary>
    public IReadOnlyList<string> LastLines()
    {
        lock (_lock)
            return [.. _lastLines];
    }

    /// <summary>Asks it to leave in order.</summary>
    public void Terminate()
    {
        if (Exited.IsCompleted || _process.HasExited)
            return;
        if (OperatingSystem.IsWindows())
            _process.StandardInput.Close(); // no SIGTERM there; ParentWatch takes this for the same
        else
            _ = Kill(Pid, Sigterm); // fails only when it has just gone
    }

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    // That of this process' own runtime, <root>/shared/<framework>/<version>/: the one on the PATH, if there is one, may be another.
    private static string DotnetHost() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private async Task<int> ExitAsync(TimeProvider time)
    {
        var output = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        // A process that it started may hold the pipes open for ever.
        await Task.WhenAny(output, Task.Delay(LastWords, time, CancellationToken.None));
        return _process.ExitCode;
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                if (_lastLines.Count == KeptLines)
                    _lastLines.Dequeue();
                _lastLines.Enqueue(line);
            }
            _onLine(line);
        }
    }
}
