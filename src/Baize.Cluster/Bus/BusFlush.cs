namespace Baize.Cluster.Bus;

/// <summary>A batch that has been published.</summary>
/// <param name="Receivers">How many listened; null where it could not be published.</param>
/// <param name="Entries">Entries in it.</param>
/// <param name="Requests">Numbers of the requests in it.</param>
internal readonly record struct BusFlush(long? Receivers, int Entries, IReadOnlyList<ulong> Requests);
