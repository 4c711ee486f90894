using System.Globalization;

namespace Baize.Bench.Compare;

/// <summary>Whether memory stays where it is under W1, signals and messages in turn.</summary>
internal static class SteadyRun
{
    /// <summary>Runs minutes of load and reads the servers' memory after each.</summary>
    /// <returns>Whether the last third needed no more than a tenth above the second.</returns>
    public static async Task<bool> RunAsync(int minutes, int port, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "bench")).FullName;
        await using var servers = await ServerGroup.StartAsync(Side.Baize, port, folder, cancellationToken);
        var memory = new List<long>();
        for (var minute = 1; minute <= minutes; minute++)
        {
            string[] load = ["--rooms", "250", "--members", "4", "--rate", "10", "--duration", "55", "--warmup", "1", "--kind", minute % 2 == 0 ? "message" : "signal"];
            var run = await LoadtestProcess.RunAsync(servers, Side.Baize, load, folder, cancellationToken);
            memory.Add(run.Of("servers")!.RssKb);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"minute {minute,3}: servers {memory[^1] / 1024.0:0.0} MB, redis {run.Of("redis")!.RssKb / 1024.0:0.0} MB; {Results.Line(run)}"));
        }
        var third = Math.Max(1, minutes / 3);
        var (middle, last) = (memory.Skip(third).Take(third).Max(), memory.TakeLast(third).Max());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Highest of the second third {middle / 1024.0:0.0} MB, of the last {last / 1024.0:0.0} MB."));
        return last <= middle * 1.1;
    }
}
