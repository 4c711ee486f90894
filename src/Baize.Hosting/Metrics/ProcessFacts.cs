namespace Baize.Hosting.Metrics;

/// <summary>What a process is, for its figures.</summary>
/// <param name="Role"><c>game-server</c>, <c>api</c>, …</param>
/// <param name="IsProduction">Whether APP_ENV is prod.</param>
/// <param name="GeneratedSecrets">Keys that nobody set, with generated values.</param>
internal sealed record ProcessFacts(string Role, bool IsProduction, IReadOnlyList<string> GeneratedSecrets);
