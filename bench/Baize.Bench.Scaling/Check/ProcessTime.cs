using System.Globalization;

namespace Baize.Bench.Scaling.Check;

/// <summary>CPU that processes have used so far.</summary>
internal static class ProcessTime
{
    private const double TicksPerSecond = 100; // USER_HZ, on all Linux that .NET runs on

    /// <summary>User and system time of all, in seconds.</summary>
    public static double Of(IEnumerable<int> pids) => pids.Sum(Of);

    private static double Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from the third on: the name before may hold blanks
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
