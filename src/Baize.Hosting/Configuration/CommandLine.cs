namespace Baize.Hosting.Configuration;

/// <summary>A command line: <c>--config path</c> and <c>--section:key value</c>, with a space or <c>=</c> between.</summary>
/// <param name="ConfigFile">The file named; null where none is.</param>
/// <param name="Values">Key as in YAML, and value; a later one overrides.</param>
/// <param name="Faults">What is not understood.</param>
internal sealed record CommandLine(string? ConfigFile, IReadOnlyList<(string Name, string Value)> Values, IReadOnlyList<string> Faults)
{
    /// <summary>Reads the arguments of a process.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        string? file = null;
        var values = new List<(string, string)>();
        var faults = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            if (!arg.StartsWith("--", StringComparison.Ordinal) || arg.Length == 2)
            {
                faults.Add($"'{arg}' on the command line is not understood; allowed: --config path, --section:key value.");
                continue;
            }

            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arg[2..] : arg[2..equals];
            var value = equals >= 0 ? arg[(equals + 1)..] : i + 1 < args.Count ? args[++i] : null;
            if (value is null)
                faults.Add($"--{name} on the command line has no value; allowed: --{name} value.");
            else if (name == "config")
                file = value;
            else
                values.Add((name.Replace(':', '.'), value));
        }
        return new(file, values, faults);
    }
}
