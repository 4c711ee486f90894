using System.Diagnostics;
using System.Net;

namespace Baize.PlatformTests.Support;

/// <summary>A process under test. Disposing it kills it by its pid, whatever state it is in.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(string name, Process process, ProcessLog log)
    {
        Name = name;
        Log = log;
        _process = process;
        Pid = process.Id;
    }

    public string Name { get; }

    public int Pid { get; }

    public ProcessLog Log { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it. Its environment is this process' with <paramref name="environment"/> laid over.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="file">The executable.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="isFault">Which lines of its log complain; null: none.</param>
    public static ServerProcess Start(
        string name,
        string file,
        IEnumerable<string> args,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string? workingFolder = null,
        Func<string, bool>? isFault = null)
    {
        var start = new ProcessStartInfo(file, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Repository.Root,
        };
        foreach (var (variable, value) in environment ?? [])
            start.Environment[variable] = value;

        var log = new ProcessLog(isFault ?? (_ => false));
        var process = new Process { StartInfo = start };
        DataReceivedEventHandler take = (_, line) =>
        {
            if (line.Data is not null)
                log.Add(line.Data);
        };
        process.OutputDataReceived += take;
        process.ErrorDataReceived += take;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(name, process, log);
    }

    /// <summary>Sends a signal of <see cref="Signal"/>.</summary>
    public void Send(int signal) => Assert.True(Signal.Send(Pid, signal), $"{Name} ({Pid}) is gone; signal {signal} reached nobody.\n{Log.Tail()}");

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? Eventually.Deadline);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{Name} ({Pid}) has not ended in time.\n{Log.Tail()}");
        }
        return _process.ExitCode;
    }

    /// <summary>Kills it, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await WaitForExitAsync();
    }

    /// <summary>Waits until a line of its log has this text.</summary>
    public Task WaitForLogAsync(string text, TimeSpan? deadline = null) =>
        Eventually.TrueAsync(() => Log.Contains(text), $"{Name} logs '{text}'", deadline, () => Log.Tail());

    /// <summary>Waits until an address answers with a status. Fails at once where the process has ended.</summary>
    public Task WaitForHttpStatusAsync(HttpClient http, Uri address, HttpStatusCode status = HttpStatusCode.OK, TimeSpan? deadline = null) =>
        Eventually.TrueAsync(
            async () =>
            {
                Assert.False(HasExited, $"{Name} has ended, code {(HasExited ? _process.ExitCode : 0)}.\n{Log.Tail()}");
                try
                {
                    using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
                    return answer.StatusCode == status;
                }
                catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
                {
                    return false;
                }
            },
            $"{Name} answers {address} with {status}",
            deadline,
            () => Log.Tail());

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal.Send(Pid, Signal.Kill); // works on a stopped process too
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await _process.WaitForExitAsync(timeout.Token);
        }
        _process.Dispose();
    }
}
