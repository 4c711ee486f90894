using System.Text.RegularExpressions;

namespace Baize.Bench.Scaling;

/// <summary>A page with tables between marks: <c>&lt;!-- table: name --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
internal static partial class Page
{
    /// <summary>The page with its tables as they are now.</summary>
    /// <exception cref="KeyNotFoundException">The page wants a table that there is not.</exception>
    public static string Write(string page, IReadOnlyDictionary<string, Func<string>> tables) =>
        Tables().Replace(page, match => $"<!-- table: {match.Groups[1].Value} -->\n{tables[match.Groups[1].Value]()}\n<!-- end -->");

    /// <summary>Names of the tables that a page has.</summary>
    public static IReadOnlyList<string> Names(string page) => [.. Tables().Matches(page).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"<!-- table: (\w+) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
