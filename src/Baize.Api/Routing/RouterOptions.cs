namespace Baize.Api.Routing;

/// <summary>
/// How long a call to the instances may take. The worst case: two stalled instances (SIGSTOP, a partition) before a live one
/// is asked at 2 × <see cref="Hedge"/> = 2.4 s, whose answer, a takeover included, has the rest of <see cref="Total"/>.
/// </summary>
internal sealed class RouterOptions
{
    /// <summary>To connect: within a data centre a SYN that is lost twice has been repeated by then.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(1);

    /// <summary>When a client should come again: a room has changed hands by then.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Until the next instance is asked as well. A takeover of a stalled owner takes about a second by itself.</summary>
    public TimeSpan Hedge { get; set; } = TimeSpan.FromSeconds(1.2);

    /// <summary>
    /// For all of them. An attempt has no deadline of its own: it costs nothing to go on listening, and a slow answer (a room says
    /// <c>unavailable</c> after 2 s; a process that has just started on a busy machine may take longer) is better than none.
    /// </summary>
    public TimeSpan Total { get; set; } = TimeSpan.FromSeconds(8);
}
