using System.Text;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Baize.Loadtest;
using Baize.Loadtest.Targets;
using Baize.Loadtest.Wire;

namespace Baize.Tests.Cli.Loadtest;

public sealed class TargetTests
{
    private const string Payload = """{"lt":"00020000000300000004","p":"x"}""";

    [Theory]
    [InlineData("""{"type":"connected","data":{"user_id":1,"instance_id":"a"}}""", "ready")]
    [InlineData("""{"type":"room_joined","room_id":"r","data":{"log":"l","seq":17,"recovered":false,"room":{"players":[{"user_id":1,"seat":2}]}},"id":"join"}""", "joined 17")]
    [InlineData($$"""{"type":"signal","room_id":"r","user_id":9,"data":{{Payload}}}""", "2/3/4 at 0")]
    [InlineData($$"""{"type":"message","room_id":"r","user_id":9,"seq":23,"data":{{Payload}}}""", "2/3/4 at 23")]
    [InlineData("""{"type":"room_updated","room_id":"r","user_id":1,"seq":5,"data":{"action":"join","room":{"seq":1}}}""", "event 5")]
    [InlineData("""{"type":"ack","room_id":"r","data":{"seq":5},"id":"00020000000300000004"}""", "ack")]
    [InlineData("""{"type":"error","data":{"code":"rate_limited","message":"Slow down.","retryable":false}}""", "refused rate_limited: Slow down.")]
    [InlineData("""{"type":"error","id":"join","data":{"code":"unavailable","message":"Again.","retryable":true}}""", "refused unavailable: Again., for now")]
    [InlineData("""{"type":"lobby","data":{}}""", "")]
    public void Baize_Frame_IsUnderstood(string text, string heard)
    {
        var tokens = new UserTokens(Microsoft.Extensions.Options.Options.Create(new AuthOptions { JwtSecret = new string('s', 32) }), TimeProvider.System);

        Assert.Equal(heard, Hear(new BaizeTarget(tokens, "message", acks: true, TimeProvider.System), text));
    }

    [Theory]
    [InlineData("{}\u001e", "ready")]
    [InlineData("{\"type\":3,\"invocationId\":\"join\",\"result\":null}\u001e", "joined 0")]
    [InlineData("{\"type\":3,\"invocationId\":\"join\",\"error\":\"no\"}\u001e", "refused no")]
    [InlineData("{\"type\":6}\u001e", "")]
    [InlineData($"{{\"type\":6}}\u001e{{\"type\":1,\"target\":\"Receive\",\"arguments\":[{Payload}]}}\u001e", "2/3/4 at 0")]
    public void SignalR_Records_AreUnderstood(string text, string heard) => Assert.Equal(heard, Hear(new SignalRTarget(), text));

    private static string Hear(ILoadTarget target, string text)
    {
        var events = new Recorded();
        target.Read(Encoding.UTF8.GetBytes(text), new LoadClient(new Uri("ws://localhost/"), null!, userId: 1, room: 0, member: 0), events);
        return string.Join(", ", events.Heard);
    }

    private sealed class Recorded : ILoadEvents
    {
        public List<string> Heard { get; } = [];

        public void OnReady(LoadClient client) => Heard.Add("ready");

        public void OnJoined(LoadClient client, long head) => Heard.Add($"joined {head}");

        public void OnDelivered(LoadClient client, MessageMark mark, long seq) => Heard.Add($"{mark.Run}/{mark.Member}/{mark.Counter} at {seq}");

        public void OnEvent(LoadClient client, long seq) => Heard.Add($"event {seq}");

        public void OnAck(LoadClient client) => Heard.Add("ack");

        public void OnRefused(LoadClient client, string why, bool retryable) => Heard.Add($"refused {why}{(retryable ? ", for now" : "")}");
    }
}
