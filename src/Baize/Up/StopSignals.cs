using System.Runtime.InteropServices;

namespace Baize.Up;

/// <summary>Ctrl-C, SIGTERM and the closing of the terminal stop in order; Ctrl-C during that stops at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() =>
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Kill => _kill.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _kill.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // the default would end this process before the others
        if (context.Signal == PosixSignal.SIGINT && _stop.IsCancellationRequested) // the others may come twice by themselves
            _kill.Cancel();
        _stop.Cancel();
    }
}
