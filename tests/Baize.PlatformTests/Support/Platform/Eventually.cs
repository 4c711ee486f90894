using System.Diagnostics;

namespace Baize.PlatformTests.Support;

/// <summary>Waits for a condition with a deadline, never for a time.</summary>
internal static class Eventually
{
    /// <summary>Long enough for a loaded machine of two cores: a wait that ends early costs nothing, one that ends late tells of a fault.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is yes.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null, Func<string>? details = null)
    {
        var started = Stopwatch.GetTimestamp();
        var cancellation = TestContext.Current.CancellationToken;
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
                Assert.Fail($"After {(deadline ?? Deadline).TotalSeconds} s still not: {what}. {details?.Invoke()}");
            await Task.Delay(20, cancellation);
        }
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static Task<TimeSpan> TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null, Func<string>? details = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, deadline, details);
}
