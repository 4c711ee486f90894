using System.ComponentModel;
using System.Globalization;
using Baize.Output;

namespace Baize.Up;

/// <summary>A process of the platform over all its lives: it is started again when it dies, until it is stopped.</summary>
internal sealed class Child(ChildSpec spec, Readiness readiness, LogPrinter printer, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private const int StartAttempts = 2;

    private ChildProcess? _life;
    private long _startedAt;

    public string Name => spec.Name;

    public int Port => spec.Port;

    public int Pid => _life?.Pid ?? 0;

    /// <exception cref="CommandException">It cannot be started.</exception>
    public void Start()
    {
        _life?.Dispose();
        _startedAt = time.GetTimestamp();
        try
        {
            _life = ChildProcess.Start(spec, line => printer.Line(Name, line), time);
        }
        catch (Win32Exception ex)
        {
            _life = null;
            throw new CommandException($"{Name} cannot be started ({spec.Executable}): {ex.Message}", ex);
        }
    }

    /// <summary>Waits until it is ready.</summary>
    /// <exception cref="CommandException">It is not within the deadline, or died. The message has its last lines.</exception>
    public async Task WaitReadyAsync(CancellationToken cancellationToken)
    {
        var life = _life!;
        if (await readiness.WaitAsync(spec.Port, life.Exited, cancellationToken) is { } fault)
        {
            var lines = life.LastLines();
            throw new CommandException(
                $"{Name} (pid {life.Pid}, port {spec.Port}) {fault}."
                + (lines.Count == 0 ? " It printed nothing." : $" Its last lines:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", lines)}"));
        }
    }

    /// <summary>
    /// Waits until it is ready; where it ends before, for what surrounds it (exit code 1), starts it once more: on a
    /// machine that is busy with something else the store may not answer it within its second.
    /// </summary>
    /// <exception cref="CommandException">As <see cref="WaitReadyAsync"/>.</exception>
    public async Task WaitFirstReadyAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WaitReadyAsync(cancellationToken);
                return;
            }
            catch (CommandException) when (attempt < StartAttempts && _life is { Exited: { IsCompletedSuccessfully: true, Result: 1 } })
            {
                printer.Notice($"{Name} (pid {Pid}) ended before it was ready; once more.");
                Start();
            }
        }
    }

    /// <summary>Starts it again whenever it dies. Ends by cancellation.</summary>
    public async Task KeepRunningAsync(CancellationToken stopping)
    {
        var deaths = 0;
        while (true)
        {
            if (_life is not null)
            {
                var code = await _life.Exited.WaitAsync(stopping);
                await Task.Delay(Settle, time, stopping); // Ctrl-C reaches it as soon as us: then it has not died, it leaves with us
                deaths = time.GetElapsedTime(_startedAt) > RestartDelay.Settled ? 1 : deaths + 1;
                printer.Alarm($"{Name} (pid {_life.Pid}) {RestartDelay.Describe(code)}.");
            }

            var delay = RestartDelay.After(deaths, Random.Shared.NextDouble());
            printer.Notice(string.Create(CultureInfo.InvariantCulture, $"{Name} is started again in {delay.TotalSeconds:0.0} s."));
            await Task.Delay(delay, time, stopping);
            try
            {
                Start();
                await WaitReadyAsync(stopping);
                printer.Notice($"{Name} is back, pid {Pid}.");
            }
            catch (CommandException ex) // what it needs may come back: a binary that is being built, a port
            {
                printer.Alarm(ex.Message.Split('\n')[0].TrimEnd());
                deaths++;
            }
        }
    }

    /// <summary>Stops it: in order if it leaves within the grace, else by force. No process is left.</summary>
    /// <param name="grace">How long it may take.</param>
    /// <param name="killNow">Ends the patience.</param>
    public async Task StopAsync(TimeSpan grace, CancellationToken killNow)
    {
        if (_life is null)
            return;
        _life.Terminate();
        try
        {
            await _life.Exited.WaitAsync(grace, time, killNow);
        }
        catch (Exception ex) when (ex is TimeoutException or OperationCanceledException)
        {
            printer.Alarm($"{Name} (pid {Pid}) is killed: {(ex is TimeoutException ? $"it did not leave within {grace.TotalSeconds:0} s" : "told twice to stop")}.");
            _life.Kill();
            await _life.Exited;
        }
    }

    public void Dispose() => _life?.Dispose();
}
