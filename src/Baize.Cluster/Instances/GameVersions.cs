namespace Baize.Cluster.Instances;

/// <summary>Which versions of a game's rules an instance goes on with.</summary>
/// <param name="Oldest">The oldest whose rooms it takes over.</param>
/// <param name="Current">Its own: rooms are its own version's from then on.</param>
public sealed record GameVersions(int Oldest, int Current);
