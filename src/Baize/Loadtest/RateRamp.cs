using Baize.Loadtest.Report;

namespace Baize.Loadtest;

/// <summary>Raises a rate by a third until it is too much, then closes in on the limit from both sides.</summary>
/// <param name="first">Where it begins.</param>
internal sealed class RateRamp(double first)
{
    private const double Growth = 4.0 / 3;
    private const double Near = 1.06; // closer than the noise of two runs is no use

    /// <summary>Latency that players feel.</summary>
    private const double MostP99Ms = 100;

    private double _held;
    private double _failed = double.PositiveInfinity;

    /// <summary>The rate to try next; null: the limit is known.</summary>
    public double? Next { get; private set; } = first;

    /// <summary>The highest rate that held; 0: none.</summary>
    public double Held => _held;

    /// <summary>Takes the outcome of the rate that was to be tried.</summary>
    public void Take(bool held)
    {
        if (Next is not { } tried)
            return;
        if (held)
            _held = tried;
        else
            _failed = tried;
        Next = double.IsPositiveInfinity(_failed) ? _held * Growth
            : _held == 0 ? (_failed > first / 8 ? _failed / 2 : null)
            : _failed / _held > Near ? Math.Sqrt(_failed * _held)
            : null;
    }

    /// <summary>Whether a run is one that players can live with.</summary>
    public static bool Holds(RunResult run) => run.IsWhole && run.P99Ms <= MostP99Ms && run.Refused == 0;
}
