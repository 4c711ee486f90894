using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Metrics;

/// <summary>The tables of <c>docs/metrics.md</c>.</summary>
internal static partial class MetricsDocument
{
    public sealed record Row(string Section, string Name, string Type, HashSet<string> Labels, string Help);

    public static IReadOnlyList<Row> Read()
    {
        var rows = new List<Row>();
        var section = "";
        foreach (var line in File.ReadLines(Repository.File("docs", "metrics.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..];
            else if (TableRow().Match(line) is { Success: true } row)
                rows.Add(new Row(section, row.Groups["name"].Value, row.Groups["type"].Value, [.. Word().Matches(row.Groups["labels"].Value).Select(m => m.Value)], row.Groups["help"].Value));
        }
        return rows;
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>\w+) \| (?<labels>[^|]*) \| (?<help>.*) \|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
