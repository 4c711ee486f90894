namespace Baize.Rooms.Runtime;

/// <summary>What a rule led to, before anyone is told.</summary>
/// <param name="State">The state.</param>
/// <param name="Views">What each viewer sees of it, by user id (0: the public and all who see the same); null where nothing changed.</param>
internal readonly record struct RuleOutcome(byte[] State, IReadOnlyDictionary<long, byte[]>? Views);
