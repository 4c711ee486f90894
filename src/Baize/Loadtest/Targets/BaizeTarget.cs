using System.Buffers.Text;
using System.Text.Json;
using Baize.Hosting.Auth;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest.Targets;

/// <summary>Baize's own protocol (docs/protocol.md, 2).</summary>
/// <param name="tokens">Signs the players' tokens.</param>
/// <param name="kind"><c>signal</c> or <c>message</c>.</param>
/// <param name="acks">Whether messages bear an id, and so are acked.</param>
/// <param name="time">For when tokens end.</param>
internal sealed class BaizeTarget(UserTokens tokens, string kind, bool acks, TimeProvider time) : ILoadTarget
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);

    public string Name => $"baize {kind}";

    public bool IsSequenced => kind == "message";

    public string? Hello => null;

    public string? KeepAlive => null; // the server pings; pongs are answer enough

    public string Handshake(Uri url, long userId, string? roomId) =>
        $"{url.AbsolutePath}?token={tokens.Issue(new UserIdentity(userId, $"load {userId}"), time.GetUtcNow() + TokenLife)}{(roomId is null ? "" : $"&room={roomId}")}";

    public string Join(string roomId) => $$"""{"type":"join_room","id":"join","room_id":"{{roomId}}"}""";

    public string Message(string roomId, string payload)
    {
        var id = acks ? $"\"id\":\"{MessageMark.Placeholder}\"," : "";
        return $$"""{"type":"{{kind}}",{{id}}"room_id":"{{roomId}}","data":{{payload}}}""";
    }

    public void Read(ReadOnlySpan<byte> text, LoadClient client, ILoadEvents events)
    {
        if (MessageMark.TryFind(text, out var at, out var mark))
            events.OnDelivered(client, mark, SeqIn(text[..at]));
        else
            ReadOther(text, client, events);
    }

    // Of a delivery: what stands before the payload is short, and a seq in it is the event's.
    private static long SeqIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\"seq\":"u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 6)..], out long seq, out _) ? seq : 0;
    }

    private static void ReadOther(ReadOnlySpan<byte> text, LoadClient client, ILoadEvents events)
    {
        var reader = new Utf8JsonReader(text);
        string? type = null, code = null, message = null;
        long seq = 0, position = 0;
        var retryable = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1 && reader.ValueTextEquals("type"u8))
                type = Next(ref reader);
            else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("seq"u8) && reader.Read())
                seq = reader.GetInt64();
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("seq"u8) && reader.Read())
                position = reader.GetInt64();
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("code"u8))
                code = Next(ref reader);
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("message"u8))
                message = Next(ref reader);
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("retryable"u8) && reader.Read())
                retryable = reader.TokenType == JsonTokenType.True;
            else if (reader.CurrentDepth > 1 || !reader.ValueTextEquals("data"u8))
                reader.Skip();
        }
        switch (type)
        {
            case "connected":
                events.OnReady(client);
                break;
            case "room_joined":
                events.OnJoined(client, position);
                break;
            case "ack":
                events.OnAck(client);
                break;
            case "error":
                events.OnRefused(client, $"{code}: {message}", retryable);
                break;
            default:
                if (seq != 0)
                    events.OnEvent(client, seq);
                break;
        }
    }

    private static string? Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
}
