namespace Baize.Client.Connections;

/// <summary>A time provider's tasks, which .NET has and .NET Standard's package has under other names.</summary>
internal static class Clock
{
    /// <summary>Now, on a clock that only goes forward.</summary>
    public static TimeSpan Now(this TimeProvider time) => time.GetElapsedTime(0);

    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, time, cancellationToken);
#else
        time.Delay(delay, cancellationToken);
#endif

    public static CancellationTokenSource CancelAfter(this TimeProvider time, TimeSpan delay) =>
#if NET
        new(delay, time);
#else
        time.CreateCancellationTokenSource(delay);
#endif
}
