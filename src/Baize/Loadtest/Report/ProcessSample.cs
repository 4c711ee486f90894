namespace Baize.Loadtest.Report;

/// <summary>What processes have used so far.</summary>
/// <param name="CpuSeconds">In user and kernel mode, to 10 ms.</param>
/// <param name="RssKb">Memory now.</param>
/// <param name="Threads">Of each thread that lives: how often it had to wait, and how often another thread got its core.</param>
internal sealed record ProcessSample(double CpuSeconds, long RssKb, IReadOnlyDictionary<int, (long Waits, long Preemptions)> Threads)
{
    /// <summary>What was used since an earlier sample. The switches of threads that have ended meanwhile are not known.</summary>
    public (double CpuSeconds, long Waits, long Preemptions) Since(ProcessSample earlier)
    {
        long waits = 0, preemptions = 0;
        foreach (var (thread, now) in Threads)
        {
            var before = earlier.Threads.GetValueOrDefault(thread);
            waits += now.Waits - before.Waits;
            preemptions += now.Preemptions - before.Preemptions;
        }
        return (CpuSeconds - earlier.CpuSeconds, waits, preemptions);
    }
}
