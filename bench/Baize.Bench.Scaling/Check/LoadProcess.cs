using System.Diagnostics;
using Baize.Bench.Compare;

namespace Baize.Bench.Scaling.Check;

/// <summary>A <c>baize loadtest</c> that runs while others look.</summary>
internal sealed class LoadProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly TaskCompletionSource _underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];

    private LoadProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it and waits until the measured time has begun: all have joined by then.</summary>
    /// <exception cref="InvalidOperationException">It has ended before.</exception>
    public static async Task<LoadProcess> StartAsync(IEnumerable<string> urls, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] all = ["loadtest", .. urls.SelectMany(url => (string[])["--url", url]), .. arguments];
        var start = new ProcessStartInfo(Repository.File("bin", "baize"), all) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AUTH_JWT_SECRET"] = ServerGroup.Secret; // not on the command line: others could read it
        var load = new LoadProcess(Process.Start(start)!);
        try
        {
            await await Task.WhenAny(load._underWay.Task, load._process.WaitForExitAsync(cancellationToken)).WaitAsync(Deadline, cancellationToken);
            return load._underWay.Task.IsCompleted ? load : throw load.Failure();
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">Something was lost, or worse.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0)
            throw Failure();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
        if (line.Contains("messages/s per room, ", StringComparison.Ordinal))
            _underWay.TrySetResult();
    }

    private InvalidOperationException Failure()
    {
        lock (_lines)
            return new InvalidOperationException($"The load test came to nothing:\n{string.Join('\n', _lines)}");
    }
}
