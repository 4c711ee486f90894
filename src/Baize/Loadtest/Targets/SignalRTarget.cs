using System.Text.Json;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest.Targets;

/// <summary>
/// ASP.NET Core SignalR's JSON hub protocol, without negotiation: a hub with <c>Join(room)</c> and <c>Send(room, data)</c> that calls
/// <c>Receive(data)</c> on the room's group, as <c>bench/Baize.Bench.SignalR</c> is.
/// </summary>
internal sealed class SignalRTarget : ILoadTarget
{
    private const char End = '\x1e';

    public string Name => "signalr";

    public bool IsSequenced => false;

    public string Hello => $$"""{"protocol":"json","version":1}{{End}}""";

    public string KeepAlive => $$"""{"type":6}{{End}}""";

    public string Handshake(Uri url, long userId, string? roomId) => url.PathAndQuery;

    public string Join(string roomId) => $$"""{"type":1,"invocationId":"join","target":"Join","arguments":["{{roomId}}"]}{{End}}""";

    public string Message(string roomId, string payload) => $$"""{"type":1,"target":"Send","arguments":["{{roomId}}",{{payload}}]}{{End}}""";

    public void Read(ReadOnlySpan<byte> text, LoadClient client, ILoadEvents events)
    {
        while (text.IndexOf((byte)End) is var end and >= 0)
        {
            var record = text[..end];
            text = text[(end + 1)..];
            if (MessageMark.TryFind(record, out _, out var mark))
                events.OnDelivered(client, mark, seq: 0);
            else
                ReadOther(record, client, events);
        }
    }

    private static void ReadOther(ReadOnlySpan<byte> record, LoadClient client, ILoadEvents events)
    {
        var reader = new Utf8JsonReader(record);
        using var json = JsonDocument.ParseValue(ref reader);
        var root = json.RootElement;
        if (root.TryGetProperty("error", out var error))
            events.OnRefused(client, error.ToString(), retryable: false);
        else if (!root.TryGetProperty("type", out var type))
            events.OnReady(client); // the answer to the handshake: {}
        else if (type.GetInt32() == 3)
            events.OnJoined(client, head: 0);
    }
}
