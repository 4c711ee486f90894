namespace Baize.Hosting.Secrets;

/// <summary>One holder at a time, among all processes of a machine and all threads of each.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10); // a holder needs a millisecond

    /// <summary>Waits for the lock; disposing of it lets the next in.</summary>
    /// <exception cref="TimeoutException">It was not to be had in 10 s.</exception>
    public static FileStream Take(string file, TimeProvider time)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, options);
            }
            catch (IOException) when (File.Exists(file) && time.GetElapsedTime(started) < Deadline)
            {
                // Held. Starting is synchronous, and happens once: nothing else waits for this thread.
                using var pause = new ManualResetEventSlim();
                pause.Wait(millisecondsTimeout: 5);
            }
            catch (IOException ex) when (File.Exists(file))
            {
                throw new TimeoutException($"{file} is held by another process.", ex);
            }
        }
    }
}
