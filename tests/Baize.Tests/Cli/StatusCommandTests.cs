using Baize.Cluster.Instances;
using Baize.Instances;
using Baize.Output;

namespace Baize.Tests.Cli;

public sealed class StatusCommandTests
{
    [Fact]
    public void Of_AnInstance_ShowsItsRecordAndWhatItSaysOfItself()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);
        var list = new InstanceList([
            new("2-[x]", "10.0.0.7", 8081, now.ToUnixTimeSeconds() - 3_700)
            {
                State = InstanceState.Draining, Connections = 12, Rooms = 3, Pid = 77, Version = "0.1.0", HeartbeatAt = now.ToUnixTimeMilliseconds() - 4_000,
            },
        ]);

        Assert.Equal(
            ["2-[x]", "10.0.0.7:8081", "no", "answer", "12", "3", "–", "–", "–", "–", "1", "h", "1", "min", "4", "s", "ago", "77", "0.1.0"], Row([]));
        Assert.Equal(
            ["2-[x]", "10.0.0.7:8081", "draining", "11", "2", "1,234", "56", "0.75", "100", "MiB", "1", "h", "1", "min", "4", "s", "ago", "77", "0.1.0"],
            Row(new() { ["2-[x]"] = new() { Connections = 11, Rooms = 2, FramesInPerSecond = 1_234.4, DeliveriesPerSecond = 56, Cpu = 0.75, MemoryBytes = 100 << 20 } }));

        string[] Row(Dictionary<string, InstanceFigures> figures) =>
            Terminal.Render(StatusTable.Of(list, figures, now), colour: false).Split('\n').Single(l => l.Contains("2-", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3_600, "1 h 0 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void Span_Seconds_AreSaidAsPeopleDo(double seconds, string words) => Assert.Equal(words, StatusTable.Span(TimeSpan.FromSeconds(seconds)));
}
