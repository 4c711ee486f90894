using System.Diagnostics;
using System.Text.Json.Nodes;
using Baize.Client;
using Baize.Client.Events;
using Baize.Client.Rooms;

namespace Baize.Tests.Client.Support;

/// <summary>Plays a scenario: what the application asks of the client, and what the server does. The steps: <c>tests/clients/README.md</c>.</summary>
internal sealed class ScenarioPlayer : IAsyncDisposable
{
    private readonly FakeServer _server = new();
    private readonly Patterns _patterns = new(ScenarioFiles.Begin["vars"]!.AsObject());
    private readonly Dictionary<string, Task<JsonNode?>> _calls = [];
    private readonly HashSet<string> _heard = [];
    private readonly Waiting<JsonNode> _events = new("an event");
    private readonly Waiting<JsonNode> _states = new("a change of state");
    private readonly Waiting<JsonNode> _reports = new("a report to OnError");
    private readonly BaizeClient _client;
    private long _mark;

    private ScenarioPlayer(JsonObject scenario)
    {
        var options = ScenarioOptions.Of(scenario["options"] as JsonObject, _server.Port);
        options.OnError = error => _reports.Add(new JsonObject { ["code"] = error.Code });
        _client = new BaizeClient(options);
        _client.On<StateChanged>(change => _states.Add(Seen.State(change.State)));
        _client.On<ServerEvent>(item => _events.Add(Seen.Event(item)));
    }

    /// <summary>Plays one.</summary>
    public static async Task PlayAsync(JsonObject scenario)
    {
        await using var player = new ScenarioPlayer(scenario);
        var begin = scenario["begin"] is { } name ? ScenarioFiles.Begin[name.GetValue<string>()]!.AsArray() : [];
        var number = 0;
        foreach (var step in begin.Concat(scenario["steps"]!.AsArray()).Select(s => s!.AsObject()))
        {
            number++;
            try
            {
                await player.StepAsync(step);
            }
            catch (Exception ex)
            {
                throw new InvalidOperationException($"Step {number} {step.ToJsonString()}: {ex.Message}", ex);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _client.DisposeAsync();
    }

    private async Task StepAsync(JsonObject step)
    {
        var (key, value) = step.First();
        switch (key)
        {
            case "accept": AssertHandshake(await _server.AcceptAsync(value?.GetValue<string>()), step); break;
            case "refuse": await _server.RefuseAsync(value!.GetValue<int>()); break;
            case "hint": await HintAsync(value!.AsObject()); break;
            case "expect": _patterns.AssertMatches(value, await _server.Frames.NextAsync()); break;
            case "send": await _server.SendAsync(value is JsonValue text ? text.GetValue<string>() : _patterns.Fill(value)!.ToJsonString()); break;
            case "cut": _server.Cut(); break;
            case "close": await _server.CloseAsync(value!.GetValue<int>()); break;
            case "ended": Assert.Equal(value!.GetValue<int>(), await _server.Ends.NextAsync()); break;
            case "silence_ms": await AssertSilenceAsync(value!.GetValue<int>()); break;
            case "connect": Call("connect", async () => Seen.Session(await _client.ConnectAsync())); break;
            case "call": Call(value!.GetValue<string>(), () => DoAsync(step)); break;
            case "result": _patterns.AssertMatches(step["is"] ?? new JsonObject(), await SettledAsync(value!.GetValue<string>())); break;
            case "error": await AssertErrorAsync(value!.GetValue<string>(), step["is"]); break;
            case "pending": Assert.False(_calls[value!.GetValue<string>()].IsCompleted); break;
            case "event": _patterns.AssertMatches(value, await _events.NextAsync()); break;
            case "no_event": Assert.True(_events.IsEmpty, "there are more events"); break;
            case "state": _patterns.AssertMatches(value, await _states.NextAsync()); break;
            case "room": await AssertRoomAsync(value!.GetValue<string>(), step["is"]!); break;
            case "reported": _patterns.AssertMatches(value, await _reports.NextAsync()); break;
            case "throw_on": Room(step["in"]!.GetValue<string>()).On<RoomEvent>(e => Assert.NotEqual(value!.GetValue<string>(), e.Type)); break;
            case "close_client": await _client.CloseAsync(); break;
            case "mark": _mark = Stopwatch.GetTimestamp(); break;
            case "since_mark_ms": AssertElapsed(value!["at_least"]!.GetValue<int>()); break;
            default: throw new InvalidOperationException($"'{key}' is no step.");
        }
    }

    private async Task<JsonNode?> DoAsync(JsonObject step)
    {
        var room = Room(step["in"]!.GetValue<string>());
        var timeout = step["timeout_ms"] is { } ms ? TimeSpan.FromMilliseconds(ms.GetValue<int>()) : (TimeSpan?)null;
        var data = step["data"];
        switch (step["do"]!.GetValue<string>())
        {
            case "join":
                await room.JoinAsync(new JoinOptions
                {
                    Timeout = timeout,
                    Spectate = step["spectate"] is not null,
                    Position = step["position"] is { } at ? (at["log"]!.GetValue<string>(), at["seq"]!.GetValue<long>()) : null,
                });
                return null;
            case "leave": await room.LeaveAsync(timeout); return null;
            case "signal": await room.SignalAsync(data, timeout); return null;
            case "send": return Seen.Ack(await room.SendAsync(data, timeout));
            case "action": return Seen.Ack(await room.ActAsync(step["name"]!.GetValue<string>(), data, timeout));
            case "ready": return Seen.Ack(await room.ReadyAsync(timeout));
            case "cancel_ready": return Seen.Ack(await room.CancelReadyAsync(timeout));
            case "start": return Seen.Ack(await room.StartAsync(timeout));
            case "kick": return Seen.Ack(await room.KickAsync(step["user_id"]!.GetValue<long>(), timeout));
            case "get_state": return new JsonObject { ["state"] = Seen.Json(await room.GetStateAsync(timeout)) };
            default: throw new InvalidOperationException($"'{step["do"]}' is nothing to do.");
        }
    }

    private Room Room(string id)
    {
        var room = _client.Room(id);
        if (_heard.Add(id))
            room.On<RoomEvent>(item => _events.Add(Seen.Event(item)));
        return room;
    }

    private void Call(string name, Func<Task<JsonNode?>> start) => _calls[name] = start();

    private Task<JsonNode?> SettledAsync(string call) => _calls[call].WaitAsync(Waiting<int>.Deadline);

    private async Task AssertErrorAsync(string call, JsonNode? expected)
    {
        var error = await Assert.ThrowsAsync<BaizeException>(() => SettledAsync(call));
        _patterns.AssertMatches(expected, new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["retryable"] = error.IsRetryable });
    }

    private async Task HintAsync(JsonObject hint)
    {
        var room = hint["room"]?.GetValue<string>();
        var request = await _server.HintAsync(room, hint["status"]?.GetValue<int>() ?? 200);
        if (room is not null)
            Assert.Equal($"/api/v1/rooms/{room}/connect", request.Target.AbsolutePath);
        Assert.Equal("token-1", request.Token);
    }

    private static void AssertHandshake(FakeRequest request, JsonObject step)
    {
        Assert.Equal("token-1", request.Token);
        if (step["room"] is { } room)
            Assert.Equal(room.GetValue<string>(), request.Query("room"));
    }

    private async Task AssertSilenceAsync(int ms)
    {
        await Task.Delay(ms);
        Assert.True(_server.Frames.IsEmpty, "the client sent something");
        Assert.True(_server.Handshakes.IsEmpty, "the client connected");
    }

    private async Task AssertRoomAsync(string id, JsonNode expected)
    {
        for (var end = Stopwatch.GetTimestamp(); ; await Task.Delay(5))
        {
            try
            {
                _patterns.AssertMatches(expected, Seen.Room(_client.Room(id)));
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(end) < Waiting<int>.Deadline)
            {
                // not yet
            }
        }
    }

    private void AssertElapsed(int atLeast)
    {
        var elapsed = Stopwatch.GetElapsedTime(_mark).TotalMilliseconds;
        Assert.True(elapsed >= atLeast, $"only {elapsed} ms have passed");
    }
}
