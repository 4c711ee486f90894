namespace Baize.Output;

/// <summary>What stands before each line, so that one can see whose it is: the name, aligned, in a colour of its own.</summary>
internal sealed class LinePrefix
{
    /// <summary>The name of the command's own lines.</summary>
    public const string Own = "baize";

    private const string Reset = "\e[0m";
    private static readonly string[] Colours = ["\e[36m", "\e[32m", "\e[33m", "\e[35m", "\e[34m", "\e[96m", "\e[92m", "\e[93m", "\e[95m", "\e[94m"];

    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private readonly bool _colour;

    /// <param name="names">Whose lines there will be.</param>
    /// <param name="colour">False where the output is not a terminal.</param>
    public LinePrefix(IReadOnlyList<string> names, bool colour)
    {
        _colour = colour;
        var width = names.Append(Own).Max(n => n.Length);
        _prefixes[Own] = Prefix(Own, width, "\e[1m");
        for (var i = 0; i < names.Count; i++)
            _prefixes[names[i]] = Prefix(names[i], width, Colours[i % Colours.Length]);
    }

    /// <summary>A line as printed. Control characters are shown as <c>?</c>: what players write ends up in logs, and must not steer a terminal.</summary>
    public string Line(string name, string text) => _prefixes[name] + Printable(text);

    /// <summary>A line of the command's own that must not be missed.</summary>
    public string Alarm(string text) => _prefixes[Own] + (_colour ? $"\e[1;31m{Printable(text)}{Reset}" : Printable(text));

    private static string Printable(string text) =>
        text.Any(IsControl) ? string.Create(text.Length, text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = IsControl(from[i]) ? '?' : from[i];
        }) : text;

    private static bool IsControl(char c) => char.IsControl(c) && c != '\t';

    private string Prefix(string name, int width, string colour) =>
        _colour ? $"{colour}{name.PadRight(width)} │{Reset} " : $"{name.PadRight(width)} | ";
}
