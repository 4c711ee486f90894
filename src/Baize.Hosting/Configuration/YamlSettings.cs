using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Baize.Hosting.Configuration;

/// <summary>What a YAML file says, with the line of each thing.</summary>
/// <param name="Values">Its values, in its order.</param>
/// <param name="Faults">What it says that no configuration file can.</param>
internal sealed record YamlSettings(IReadOnlyList<YamlValue> Values, IReadOnlyList<string> Faults)
{
    /// <summary>Reads a file. Never throws for what is in it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">Its name, for faults.</param>
    public static YamlSettings Read(TextReader text, string file)
    {
        var values = new List<YamlValue>();
        var faults = new List<string>();
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException ex)
        {
            return new([], [$"{file}, line {Math.Max(ex.Start.Line, ex.End.Line)}: not valid YAML: {OneLine(ex)}"]);
        }

        if (yaml.Documents.Count > 1)
            faults.Add($"{file}, line {yaml.Documents[1].RootNode.Start.Line}: a second document begins; allowed: one.");
        if (yaml.Documents.Count == 0 || IsEmpty(yaml.Documents[0].RootNode))
            return new(values, faults);
        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
            return new([], [.. faults, $"{file}, line 1: allowed: sections with keys (server: …), as in configs/config.yaml."]);

        foreach (var (section, content) in root.Children)
        {
            if (content is YamlMappingNode keys)
            {
                foreach (var (key, value) in keys.Children)
                    Add($"{section}.{key}", value);
            }
            else if (!IsEmpty(content))
            {
                faults.Add($"{section} is not a section with keys ({file}, line {content.Start.Line}); allowed: {section}: and its keys below, indented.");
            }
        }
        return new(values, faults);

        void Add(string name, YamlNode value)
        {
            if (value is YamlScalarNode scalar)
                values.Add(new YamlValue(name, IsEmpty(scalar) ? null : scalar.Value, scalar.Start.Line));
            else
                faults.Add($"{name} is a {(value is YamlMappingNode ? "section" : "list")} ({file}, line {value.Start.Line}); allowed: one value.");
        }
    }

    // A key with nothing behind it, as where all keys of a section are commented out, says nothing.
    private static bool IsEmpty(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private static string OneLine(YamlException ex) => (ex.InnerException ?? ex).Message.ReplaceLineEndings(" ");
}
