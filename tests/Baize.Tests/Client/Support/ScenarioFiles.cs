using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Baize.Tests.Client.Support;

/// <summary>The scenarios of <c>tests/clients</c>, which every client has to pass.</summary>
internal static class ScenarioFiles
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../clients/scenarios"));

    /// <summary>What scenarios begin with, and what they may name.</summary>
    public static JsonObject Begin { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "begin.json")))!.AsObject();

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> All { get; } = Directory.GetFiles(Folder, "*.json")
        .Where(file => Path.GetFileName(file) != "begin.json")
        .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(s => (Name: $"{Path.GetFileNameWithoutExtension(file)}: {s!["name"]}", Scenario: s.AsObject())))
        .ToDictionary(s => s.Name, s => s.Scenario);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
