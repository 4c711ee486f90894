using Baize.Loadtest.Report;

namespace Baize.Loadtest;

/// <summary>What a load test was asked for.</summary>
/// <param name="Urls">Where clients connect: an instance's WebSocket address each.</param>
/// <param name="OnOwner">All members of a room on one instance, which so becomes its owner; else spread over all.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Members of each; 0 (idle only): in no room.</param>
/// <param name="PerSecond">Messages per room and second; of a ramp, those it begins with.</param>
/// <param name="Payload">Bytes of a message's <c>data</c>.</param>
/// <param name="Duration">Of what is measured.</param>
/// <param name="Warmup">Before it.</param>
/// <param name="Runs">How often; the median counts.</param>
/// <param name="Idle">Connections to hold instead; 0: none.</param>
/// <param name="Ramp">Whether to raise the rate until it is too much.</param>
/// <param name="Threads">Threads of this tool.</param>
/// <param name="Groups">Processes to be watched.</param>
internal sealed record LoadtestSettings(
    IReadOnlyList<Uri> Urls,
    bool OnOwner,
    int Rooms,
    int Members,
    double PerSecond,
    int Payload,
    TimeSpan Duration,
    TimeSpan Warmup,
    int Runs,
    int Idle,
    bool Ramp,
    int Threads,
    IReadOnlyList<ProcessGroup> Groups);
