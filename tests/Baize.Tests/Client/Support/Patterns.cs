using System.Text.Json.Nodes;

namespace Baize.Tests.Client.Support;

/// <summary>What a scenario expects: <c>"$x"</c> stands for whatever comes first and for the same ever after, null for absent.</summary>
internal sealed class Patterns(JsonObject named)
{
    private readonly Dictionary<string, JsonNode?> _named = named.ToDictionary(p => p.Key, p => p.Value);

    public void AssertMatches(JsonNode? pattern, JsonNode? actual, string path = "")
    {
        switch (pattern)
        {
            case null:
                Assert.True(actual is null, $"{path} is {actual?.ToJsonString()}, not absent");
                break;
            case JsonValue value when Name(value) is { } name:
                AssertNamed(name, actual, path);
                break;
            case JsonObject expected:
                foreach (var (field, wanted) in expected)
                    AssertMatches(wanted, (actual as JsonObject)?[field], $"{path}.{field}");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(pattern, actual), $"{path} is {actual?.ToJsonString() ?? "absent"}, not {pattern.ToJsonString()}");
                break;
        }
    }

    /// <summary>What a scenario sends, with what the names in it stand for.</summary>
    public JsonNode? Fill(JsonNode? template) => template switch
    {
        JsonValue value when Name(value) is { } name => _named[name]?.DeepClone(),
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Fill(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        _ => template?.DeepClone(),
    };

    private void AssertNamed(string name, JsonNode? actual, string path)
    {
        if (_named.TryGetValue(name, out var known))
        {
            Assert.True(JsonNode.DeepEquals(known, actual), $"{path} is {actual?.ToJsonString() ?? "absent"}, not {name} ({known?.ToJsonString()})");
            return;
        }
        Assert.True(actual is not null, $"{path} is absent");
        foreach (var (other, value) in _named)
            Assert.False(JsonNode.DeepEquals(value, actual), $"{path} is {other}, not a new {name}");
        _named[name] = actual;
    }

    private static string? Name(JsonValue value) => value.TryGetValue<string>(out var text) && text.StartsWith('$') ? text : null;
}
