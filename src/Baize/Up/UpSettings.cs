namespace Baize.Up;

/// <summary>What <c>baize up</c> was asked for.</summary>
/// <param name="Redis">A Redis to use; empty: the embedded store.</param>
/// <param name="PortBase">The API's port, from which the others follow.</param>
/// <param name="Instances">Game servers.</param>
internal sealed record UpSettings(string Redis, int PortBase, int Instances);
