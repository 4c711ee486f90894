using System.Text.Json.Nodes;
using Baize.Client;

namespace Baize.Tests.Client.Support;

/// <summary>A scenario's options; what it does not name is made for a test: short waits, no bound on the rate.</summary>
internal static class ScenarioOptions
{
    public static BaizeClientOptions Of(JsonObject? named, int port)
    {
        var options = new BaizeClientOptions
        {
            Token = "token-1",
            Url = new Uri($"ws://127.0.0.1:{port}/ws"),
            BackoffMin = TimeSpan.FromMilliseconds(1),
            BackoffMax = TimeSpan.FromMilliseconds(20),
            RequestTimeout = TimeSpan.FromSeconds(30),
            ConnectDeadline = TimeSpan.FromSeconds(30),
            MessagesPerSecond = 0,
        };
        foreach (var (name, value) in named ?? [])
        {
            switch (name)
            {
                case "api":
                    options.Api = new Uri($"http://127.0.0.1:{port}");
                    if (named!["url"] is null)
                        options.Url = null;
                    break;
                case "url": break;
                case "backoff_min_ms": options.BackoffMin = Ms(value); break;
                case "backoff_max_ms": options.BackoffMax = Ms(value); break;
                case "connect_timeout_ms": options.ConnectTimeout = Ms(value); break;
                case "connect_deadline_ms": options.ConnectDeadline = Ms(value); break;
                case "heartbeat_interval_ms": options.HeartbeatInterval = Ms(value); break;
                case "heartbeat_timeout_ms": options.HeartbeatTimeout = Ms(value); break;
                case "max_pending": options.MaxPending = value!.GetValue<int>(); break;
                case "messages_per_second": options.MessagesPerSecond = value!.GetValue<int>(); break;
                default: throw new InvalidOperationException($"'{name}' is no option.");
            }
        }
        return options;
    }

    private static TimeSpan Ms(JsonNode? value) => TimeSpan.FromMilliseconds(value!.GetValue<int>());
}
