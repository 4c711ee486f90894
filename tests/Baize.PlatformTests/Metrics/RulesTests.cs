using System.Text.Json;
using System.Text.RegularExpressions;
using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Metrics;

/// <summary>deploy/prometheus and deploy/grafana against Prometheus' own judge, the runbook and the documented metrics.</summary>
public sealed partial class RulesTests
{
    private static readonly string Rules = File.ReadAllText(Repository.File("deploy", "prometheus", "rules", "alerts.yml"));
    private static readonly string Recording = File.ReadAllText(Repository.File("deploy", "prometheus", "rules", "recording.yml"));

    [Fact]
    public Task Configuration_PromtoolCheck_IsContent() => Promtool.AssertAsync(null, "check", "config", "deploy/prometheus/prometheus.yml");

    [Fact]
    public Task Rules_PromtoolCheck_IsContent() =>
        Promtool.AssertAsync(null, "check", "rules", "--lint-fatal", "deploy/prometheus/rules/alerts.yml", "deploy/prometheus/rules/recording.yml");

    [Fact]
    public Task Rules_PromtoolTests_Pass() => Promtool.AssertAsync(null, "test", "rules", "deploy/prometheus/tests/alerts.yml");

    [Fact]
    public void Alerts_Each_HasATestThatFiresOneThatDoesNotAndARunbookSection()
    {
        var alerts = Alert().Matches(Rules).Select(m => m.Groups[1].Value).ToList();
        var tests = File.ReadAllText(Repository.File("deploy", "prometheus", "tests", "alerts.yml"));
        var sections = File.ReadLines(Repository.File("docs", "runbook.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]).ToList();

        Assert.InRange(alerts.Count, 20, 100);
        Assert.Equal(alerts, sections);
        Assert.All(alerts, alert =>
        {
            Assert.Matches($@"- alertname: {alert}\n.*\n +exp_alerts:\n +- exp_labels", tests);
            Assert.Matches($@"- alertname: {alert}\n.*\n +exp_alerts: \[\]", tests);
            Assert.Contains($"runbook: docs/runbook.md#{alert.ToLowerInvariant()}\n", Rules, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Expressions_OfRulesAndDashboards_NameOnlyMetricsThatExist()
    {
        var known = new HashSet<string>(["up", "probe_ssl_earliest_cert_expiry"], StringComparer.Ordinal);
        foreach (var metric in MetricsDocument.Read())
        {
            known.Add(metric.Name);
            if (metric.Type == "histogram")
                known.UnionWith([$"{metric.Name}_bucket", $"{metric.Name}_sum", $"{metric.Name}_count"]);
        }
        known.UnionWith(Conditional().Matches(File.ReadAllText(Repository.File("docs", "metrics.md"))).Select(m => m.Groups[1].Value));
        known.UnionWith(Record().Matches(Recording).Select(m => m.Groups[1].Value));

        var expressions = Expression().Matches(Rules + Recording).Select(m => m.Groups[1].Value).Concat(
            Directory.GetFiles(Repository.File("deploy", "grafana"), "*.json").SelectMany(file => Dashboard(JsonDocument.Parse(File.ReadAllText(file)).RootElement))).ToList();

        Assert.InRange(expressions.Count, 80, 1_000);
        Assert.All(expressions, expression => Assert.Subset(known, Metric().Matches(Labels().Replace(expression, "")).Select(m => m.Value).ToHashSet()));
    }

    private static IEnumerable<string> Dashboard(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(p => p.NameEquals("expr") ? [p.Value.GetString()!] : Dashboard(p.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Dashboard),
        _ => [],
    };

    /// <summary>Metrics that only some processes have stand in lists, not in the tables.</summary>
    [GeneratedRegex(@"^- `(baize_\w+)`", RegexOptions.Multiline)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"expr: (.+)")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|\b(by|on) \([^)]*\)|\[\w+\]")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(?!histogram_quantile)(up\b|[a-z]+[_:][a-z0-9_:]+)")]
    private static partial Regex Metric();
}
