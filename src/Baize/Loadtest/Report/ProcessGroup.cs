namespace Baize.Loadtest.Report;

/// <summary>Processes whose costs are added up.</summary>
/// <param name="Name">As in the report.</param>
/// <param name="Pids">Their ids.</param>
internal sealed record ProcessGroup(string Name, IReadOnlyList<int> Pids)
{
    private const int TicksPerSecond = 100; // USER_HZ: the same on all architectures of Linux that .NET runs on

    /// <summary>Reads what they have used so far.</summary>
    /// <exception cref="CommandException">One is not there.</exception>
    public ProcessSample Sample()
    {
        var (cpu, rss, threads) = (0.0, 0L, new Dictionary<int, (long, long)>());
        foreach (var pid in Pids)
        {
            try
            {
                cpu += Cpu($"/proc/{pid}/stat");
                rss += Value(File.ReadAllLines($"/proc/{pid}/status"), "VmRSS:");
                AddThreads($"/proc/{pid}/task", threads);
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                throw new CommandException($"--pid {Name}={pid}: there is no such process, or it is not to be looked at: {ex.Message}", ex);
            }
        }
        return new ProcessSample(cpu, rss, threads);
    }

    private static double Cpu(string file)
    {
        var stat = File.ReadAllText(file);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // the name may hold anything
        return (double)(Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    private static void AddThreads(string folder, Dictionary<int, (long Waits, long Preemptions)> threads)
    {
        foreach (var thread in Directory.GetDirectories(folder))
        {
            try
            {
                var status = File.ReadAllLines($"{thread}/status");
                threads[(int)Number(Path.GetFileName(thread))] = (Value(status, "voluntary_ctxt_switches:"), Value(status, "nonvoluntary_ctxt_switches:"));
            }
            catch (IOException)
            {
                // it has just ended: its switches are lost, its CPU time is not
            }
        }
    }

    private static long Value(string[] lines, string key)
    {
        foreach (var line in lines)
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
                return Number(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim());
        }
        return 0; // a kernel thread has no memory of its own
    }

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
