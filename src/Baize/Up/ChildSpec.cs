namespace Baize.Up;

/// <summary>A process of the platform.</summary>
/// <param name="Name">For people: <c>api</c>, <c>game-1</c>.</param>
/// <param name="Executable">Its path.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="Port">Where it answers HTTP.</param>
/// <param name="Environment">What its environment has beside this process' own; null takes a variable away.</param>
internal sealed record ChildSpec(string Name, string Executable, IReadOnlyList<string> Arguments, int Port, IReadOnlyDictionary<string, string?> Environment);
