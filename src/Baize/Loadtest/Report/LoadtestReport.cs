namespace Baize.Loadtest.Report;

/// <summary>All that a load test found; <c>--json</c> writes it.</summary>
/// <param name="Target">What was spoken.</param>
/// <param name="Instances">Addresses that clients connected to.</param>
/// <param name="Placement"><c>spread</c> or <c>owner</c>.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Members of each.</param>
/// <param name="PayloadBytes">Of a message's <c>data</c>.</param>
/// <param name="WarmupSeconds">Before each run.</param>
/// <param name="Runs">Each run; of a ramp, each step.</param>
/// <param name="Median">Of the runs; of a ramp, the highest step that held. Null: none.</param>
/// <param name="Idle">Of <c>--idle</c>; null: not asked for.</param>
/// <param name="Faults">The first faults, in words.</param>
internal sealed record LoadtestReport(
    string Target,
    int Instances,
    string Placement,
    int Rooms,
    int Members,
    int PayloadBytes,
    double WarmupSeconds,
    IReadOnlyList<RunResult> Runs,
    RunResult? Median,
    IdleResult? Idle,
    IReadOnlyList<string> Faults);
