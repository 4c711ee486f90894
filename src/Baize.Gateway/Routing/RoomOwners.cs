using System.Collections.Concurrent;
using Baize.Cluster;

namespace Baize.Gateway.Routing;

/// <summary>
/// Who owns a room: asked of the directory and remembered for a second, so that a room whose members all come at once costs one
/// question. While the directory is away what was known last stands, however old.
/// </summary>
internal sealed partial class RoomOwners(IRoutingSource source, GatewayMetrics metrics, TimeProvider time, ILogger<RoomOwners> logger)
{
    /// <summary>How long an answer is good. A room that has moved since is served by any instance all the same, with one more hop.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>How long a question may take; then the last answer, or none, must do: any instance finds the owner by itself.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Rooms per generation: two of them take about 20 MB.</summary>
    private const int Capacity = 50_000;

    private readonly Lock _lock = new();
    private ConcurrentDictionary<string, Answer> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, Answer> _old = new(StringComparer.Ordinal);
    private volatile bool _isAway;
    private string _lastAsked = "";

    /// <summary>Whether the directory did not answer, the last time it was asked.</summary>
    public bool IsAway => _isAway;

    /// <summary>The id of the owner; null where there is none, or none is known.</summary>
    public async ValueTask<string?> FindAsync(string roomId)
    {
        var known = _young.TryGetValue(roomId, out var answer) || _old.TryGetValue(roomId, out answer) ? answer : null;
        if (known is not null && time.GetElapsedTime(known.At) < MaxAge)
            return await known.Owner; // perhaps asked by another a moment ago, and not answered yet

        var asked = new Answer(AskAsync(roomId, known), time.GetTimestamp());
        Remember(roomId, asked);
        return await asked.Owner;
    }

    /// <summary>Asks again while the directory is away, so that its return is noticed where no player comes.</summary>
    public async Task RecheckAsync()
    {
        if (_isAway)
            await AskAsync(_lastAsked, known: null);
    }

    private async Task<string?> AskAsync(string roomId, Answer? known)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        try
        {
            var owner = await source.FindOwnerAsync(roomId, deadline.Token);
            Settle(isAway: false, reason: "");
            return owner is { Length: > 0 } ? owner : null;
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            Settle(isAway: true, ex is ClusterUnavailableException ? ex.Message : $"no answer within {Timeout.TotalMilliseconds} ms");
            _lastAsked = roomId;
            if (known is null || await known.Owner is not { } owner)
                return null;
            metrics.AnsweredFromMemory();
            return owner;
        }
    }

    // Two generations: when the young one is full it becomes the old one, and what nobody has asked for since goes with the next.
    private void Remember(string roomId, Answer answer)
    {
        if (_young.Count >= Capacity)
        {
            lock (_lock)
            {
                if (_young.Count >= Capacity)
                    (_old, _young) = (_young, new(StringComparer.Ordinal));
            }
        }
        _young[roomId] = answer;
    }

    private void Settle(bool isAway, string reason)
    {
        metrics.SourceIs("rooms", isThere: !isAway);
        if (_isAway == isAway)
            return;
        _isAway = isAway;
        if (isAway)
            Log.DirectoryLost(logger, reason);
        else
            Log.DirectoryBack(logger);
    }

    private sealed record Answer(Task<string?> Owner, long At);

    private static partial class Log // ids 6010-6019
    {
        [LoggerMessage(6010, LogLevel.Warning, "The room directory is away; rooms go where they were last, else by hash: {Reason}", EventName = "DirectoryLost")]
        public static partial void DirectoryLost(ILogger logger, string reason);

        [LoggerMessage(6011, LogLevel.Information, "The room directory is back.", EventName = "DirectoryBack")]
        public static partial void DirectoryBack(ILogger logger);
    }
}
