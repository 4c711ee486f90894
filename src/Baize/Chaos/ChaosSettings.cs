namespace Baize.Chaos;

/// <summary>What a chaos run was asked for.</summary>
/// <param name="Api">A running platform's API to attach to; null: one is started.</param>
/// <param name="Seed">Of the plan of faults.</param>
/// <param name="Duration">Of the load.</param>
/// <param name="Instances">Game servers to start.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Players in each.</param>
/// <param name="PerSecond">Messages per room and second.</param>
/// <param name="Faults">What may be broken, where it can be.</param>
internal sealed record ChaosSettings(
    Uri? Api, int Seed, TimeSpan Duration, int Instances, int Rooms, int Members, double PerSecond, IReadOnlyList<Fault> Faults);
