using System.Diagnostics.Metrics;
using Baize.Hosting.Metrics;

namespace Baize.Tests.Hosting.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("baize.frames.received", "{frame}", "Counter", "baize_frames_received_total")]
    [InlineData("baize.received", "By", "Counter", "baize_received_bytes_total")]
    [InlineData("baize.commit.duration", "s", "Histogram", "baize_commit_duration_seconds")]
    [InlineData("baize.share", "1", "Gauge", "baize_share_ratio")]
    [InlineData("baize.things.total", null, "Counter", "baize_things_total")]
    [InlineData("baize.wait.seconds", "s", "Gauge", "baize_wait_seconds")]
    [InlineData("dotnet.thread_pool.thread.count", "{thread}", "Gauge", "dotnet_thread_pool_threads")]
    [InlineData("2-things", null, "Gauge", "_2_things")]
    public void Of_Instrument_FollowsTheConventions(string name, string? unit, string type, string expected)
    {
        using var meter = new Meter("names");
        Assert.Equal(expected, MetricName.Of(meter.CreateCounter<long>(name, unit), Enum.Parse<MetricType>(type)));
    }
}
