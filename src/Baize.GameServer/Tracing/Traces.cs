using System.Diagnostics;

namespace Baize.GameServer.Tracing;

/// <summary>
/// Spans from a client's frame to its delivery. Where nobody listens, as by default, each call ends at one look at a field:
/// no activity, no allocation, nothing on the bus.
/// </summary>
internal static class Traces
{
    private static readonly ActivitySource Source = new("Baize.GameServer");

    /// <summary>The trace under way, as W3C's <c>traceparent</c>, to be carried on; null where there is none that is recorded.</summary>
    public static string? Current => Source.HasListeners() && Activity.Current is { Recorded: true } activity ? activity.Id : null;

    /// <summary>Begins a trace, or a span of the one under way; null where it is not recorded.</summary>
    public static Activity? Begin(string name, ActivityKind kind) => Source.HasListeners() ? Source.StartActivity(name, kind) : null;

    /// <summary>Goes on with a trace; null where there is none.</summary>
    /// <param name="name">What is done: of a handful, never with an id in it.</param>
    /// <param name="kind">Its place in the exchange.</param>
    /// <param name="parent">A <see cref="Current"/>, from here or from another instance.</param>
    /// <param name="roomId">The room.</param>
    public static Activity? Continue(string name, ActivityKind kind, string? parent, string roomId) =>
        parent is not null && ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context)
            ? Source.StartActivity(name, kind, context)?.SetTag("baize.room_id", roomId)
            : null;
}
