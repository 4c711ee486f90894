namespace Baize.Hosting.Configuration;

/// <summary>A value and who gave it.</summary>
/// <param name="Value">As written.</param>
/// <param name="Origin">For faults: <c>SERVER_PORT</c>, <c>configs/config.yaml, line 3</c>; empty for a default.</param>
internal sealed record Setting(string Value, string Origin);
