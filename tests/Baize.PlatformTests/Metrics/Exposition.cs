using System.Globalization;
using System.Text.RegularExpressions;

namespace Baize.PlatformTests.Metrics;

/// <summary>What a process answers to <c>GET /metrics</c>.</summary>
internal sealed partial class Exposition
{
    private Exposition(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
                (head.Groups["kind"].Value == "HELP" ? Helps : Types)[head.Groups["name"].Value] = head.Groups["rest"].Value;
            else if (Sample().Match(line) is { Success: true } sample)
                Samples[sample.Groups["series"].Value] = double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
        }
    }

    public string Text { get; }

    public Dictionary<string, string> Helps { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, double> Samples { get; } = new(StringComparer.Ordinal);

    /// <summary>A series' value; 0 where it is not there.</summary>
    public double this[string series] => Samples.GetValueOrDefault(series);

    public static async Task<Exposition> FetchAsync(HttpClient http, int port)
    {
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.ToString());
        return new Exposition(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex(@"^# (?<kind>HELP|TYPE) (?<name>\S+) (?<rest>.*)$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^(?<series>[a-z_]\w*(\{.*\})?) (?<value>\S+)$")]
    private static partial Regex Sample();
}
