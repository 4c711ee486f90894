using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Baize.Bench.Compare;

/// <summary>Where figures were taken. Without names: they would say nothing.</summary>
internal sealed record Machine(int Cores, long MemoryMb, string Cpu, string Kernel, string Runtime, string Redis, string SignalR, string Date, string Commit)
{
    public static Machine Read() => new(
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        RuntimeInformation.FrameworkDescription,
        Output("redis-server", "--version").Split(' ').FirstOrDefault(w => w.StartsWith("v=", StringComparison.Ordinal))?[2..] ?? "unknown",
        $"ASP.NET Core {Environment.Version}, JSON, StackExchange.Redis backplane",
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture),
        Output("git", "-C", Repository.Root, "rev-parse", "--short", "HEAD").Trim());

    private static string Output(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync(); // a full pipe would hold it up
        return process.StandardOutput.ReadToEnd();
    }
}
