using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Baize.Cluster.Instances;

namespace Baize.Nginx;

/// <summary>What <c>baize nginx</c> writes: lines that name an instance's address or port are repeated for each instance, the others stand as they are.</summary>
internal sealed partial class UpstreamTemplate
{
    /// <summary>As <c>deploy/nginx/game-servers.conf</c> has it: after one failed attempt a server is left alone for 3 s.</summary>
    public const string Default = """
        # Written by `baize nginx` from the registry: edits are lost. What is draining or gone is not in it.
        server {address}:{port} max_fails=1 fail_timeout=3s;

        """;

    private static readonly string[] Words = ["{address}", "{port}", "{machine_id}"];

    private readonly string[] _lines;

    private UpstreamTemplate(string[] lines) => _lines = lines;

    /// <param name="text">The template.</param>
    /// <param name="name">Where it is from, for messages.</param>
    /// <exception cref="CommandException">It names no address, or a word that is not known.</exception>
    public static UpstreamTemplate Parse(string text, string name)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Word().Matches(lines[i]).FirstOrDefault(w => !Words.Contains(w.Value)) is { } unknown)
                throw new CommandException($"{name}, line {i + 1}: {unknown.Value} is not known. Allowed: {string.Join(' ', Words)}.");
        }
        return lines.Any(l => l.Contains("{address}", StringComparison.Ordinal))
            ? new UpstreamTemplate(lines)
            : throw new CommandException($"{name} has no line with {{address}}: it would name no game server.");
    }

    /// <summary>The file for these instances, in this order.</summary>
    public string Render(IReadOnlyList<InstanceRecord> instances)
    {
        var file = new StringBuilder();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (Word().IsMatch(_lines[i]))
            {
                foreach (var instance in instances)
                    file.Append(Word().Replace(_lines[i], w => Value(w.Value, instance))).Append('\n');
            }
            else if (i < _lines.Length - 1 || _lines[i].Length > 0) // what follows the last line end is no line
            {
                file.Append(_lines[i]).Append('\n');
            }
        }
        return file.ToString();
    }

    private static string Value(string word, InstanceRecord instance) => word switch
    {
        "{address}" => instance.Address.Contains(':', StringComparison.Ordinal) ? $"[{instance.Address.Trim('[', ']')}]" : instance.Address,
        "{port}" => instance.Port.ToString(CultureInfo.InvariantCulture),
        _ => instance.MachineId.ToString(CultureInfo.InvariantCulture),
    };

    // nginx' own braces enclose blocks, not a single word.
    [GeneratedRegex(@"\{[a-z_]+\}")]
    private static partial Regex Word();
}
