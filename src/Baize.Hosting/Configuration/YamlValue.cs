namespace Baize.Hosting.Configuration;

/// <summary>A value in a YAML file.</summary>
/// <param name="Name">Its key as in YAML: <c>server.port</c>.</param>
/// <param name="Value">Null where nothing stands.</param>
/// <param name="Line">Of the file, from 1.</param>
internal sealed record YamlValue(string Name, string? Value, long Line);
