namespace Baize.Cluster.Rooms;

/// <summary>What became of a claim.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Owner">The instance that holds the room now; empty where none does.</param>
/// <param name="Record">The room's record where it was claimed; else null.</param>
public sealed record ClaimResult(ClaimOutcome Outcome, string Owner, RoomRecord? Record);
