using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Baize.Cluster.Bus;
using Baize.Cluster.Redis.Direct;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The bus on Redis pub/sub: what goes out.</summary>
internal sealed partial class RedisBus(RedisLinks links, string instanceId, TimeProvider time, BusMetrics metrics, ILogger<RedisBus> logger)
    : IBus, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusLink> _links = new(StringComparer.Ordinal);
    private readonly BusRequests _requests = new(time);
    private readonly IConnectionMultiplexer _redis = links.Bus;

    // Where there is one master: measured, a publish and its receipt through the client cost 60 µs of hops, 15 µs so.
    private readonly DirectCalls? _publisher = links.Calls;
    private readonly byte[] _head = BusBatch.Head(instanceId);
    private IBusHandler? _handler;

    public string InstanceId => instanceId;

    /// <summary>Links to others that are kept: for tests.</summary>
    internal int Links => _links.Count;

    private IBusHandler Handler => _handler ?? throw new InvalidOperationException("The bus was started before it was given a handler.");

    public void Handle(IBusHandler handler) => _handler = handler;

    public void Post(string instanceId, byte kind, ReadOnlySpan<byte> body) => Send(instanceId, BusEntryType.Post, kind, number: 0, body);

    public BusGathering Gather() => BusGathering.Begin();

    // Only where a script may publish on any channel, and the count of receivers is that of all.
    public BusMessage? Compose(string instanceId) =>
        _publisher is null ? null : new BusMessage(instanceId, Encoding.UTF8.GetBytes(links.Keys.Bus(instanceId)), _head);

    public void OnPublished(BusMessage message)
    {
        metrics.Published(message.Entries);
        if (message.IsHeard == false)
            Tell(handler => handler.OnUnheard(message.InstanceId));
    }

    public async ValueTask<BusAnswer> RequestAsync(
        string instanceId, byte kind, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (number, answer) = _requests.Open(instanceId);
        if (!Send(instanceId, BusEntryType.Request, kind, number, body.Span))
            _requests.Fail([number], BusOutcome.NotSent);
        return await _requests.WaitAsync(number, answer, timeout, cancellationToken);
    }

    public void Reply(BusReturnAddress address, ReadOnlySpan<byte> body) =>
        Send(address.InstanceId, BusEntryType.Reply, kind: 0, address.Number, body);

    public async ValueTask BroadcastAsync(Broadcast broadcast, CancellationToken cancellationToken) =>
        await RedisChannels.PublishAsync(
            _redis,
            RedisChannel.Literal(links.Keys.Broadcast),
            JsonSerializer.SerializeToUtf8Bytes(broadcast, BroadcastJson.Readable.Broadcast)).Answer(cancellationToken);

    public async ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) =>
        await RedisChannels.PublishAsync(_redis, RedisChannels.Of(_redis, links.Keys, instanceId), _head).Answer(cancellationToken) > 0;

    private bool Send(string to, BusEntryType type, byte kind, ulong number, ReadOnlySpan<byte> body)
    {
        while (true)
        {
            switch (_links.GetOrAdd(to, NewLink).Send(type, kind, number, body))
            {
                case BusSend.Taken:
                    return true;
                case BusSend.Full:
                    metrics.Dropped();
                    return false;
            }
        }
    }

    // A link without a listener ends, else the links of all instances there ever were would stay.
    private BusLink NewLink(string to)
    {
        var channel = RedisChannels.Of(_redis, links.Keys, to);
        var name = Encoding.UTF8.GetBytes(channel.ToString());
        return new BusLink(
            _head,
            batch => PublishAsync(channel, name, batch),
            flush => OnLanded(to, flush),
            link => _links.TryRemove(new KeyValuePair<string, BusLink>(to, link)));
    }

    private static async Task<long> PublishAsync(DirectCalls publisher, byte[] channel, ReadOnlyMemory<byte> batch)
    {
        var started = RedisMetrics.Begin();
        try
        {
            var receivers = await publisher.PublishAsync(channel, batch);
            RedisMetrics.Answered(nameof(PublishAsync), started);
            return receivers;
        }
        catch (ClusterUnavailableException ex)
        {
            RedisMetrics.Failed(ex);
            throw;
        }
    }

    private async Task<long?> PublishAsync(RedisChannel channel, byte[] name, ReadOnlyMemory<byte> batch)
    {
        try
        {
            return _publisher is null
                ? await RedisChannels.PublishAsync(_redis, channel, batch).Answer(CancellationToken.None)
                : await PublishAsync(_publisher, name, batch);
        }
        catch (ClusterUnavailableException ex)
        {
            Log.PublishFailed(logger, channel.ToString(), ex.Message);
            return null;
        }
        catch (Exception ex) // whatever it is, the link must go on
        {
            Log.PublishBroken(logger, channel.ToString(), ex);
            return null;
        }
    }

    private void OnLanded(string to, BusFlush flush)
    {
        if (flush.Receivers is null)
            metrics.Dropped(flush.Entries);
        else
            metrics.Published(flush.Entries);
        if (to == instanceId && flush.Receivers is not null)
            Volatile.Write(ref _isUnheard, flush.Receivers == 0);
        if (flush.Receivers > 0)
            return;
        // Before the askers, who go on at once: they find known what they are told.
        if (flush.Receivers == 0)
        {
            if (to == instanceId)
                Mend(); // our own subscription is gone, though the connection stands
            else
                Tell(handler => handler.OnUnheard(to));
        }
        _requests.Fail(flush.Requests, flush.Receivers is null ? BusOutcome.NotSent : BusOutcome.Unheard);
    }

    private static partial class Log // ids 1020-1039
    {
        [LoggerMessage(1020, LogLevel.Debug, "Publishing on {Channel} failed: {Reason}", EventName = "PublishFailed")]
        public static partial void PublishFailed(ILogger logger, string channel, string reason);

        [LoggerMessage(1021, LogLevel.Error, "A message on {Channel} could not be handled; it was passed over.", EventName = "MessageFailed")]
        public static partial void MessageFailed(ILogger logger, string channel, Exception exception);

        [LoggerMessage(1022, LogLevel.Error, "Publishing on {Channel} failed in a way that nobody foresaw.", EventName = "PublishBroken")]
        public static partial void PublishBroken(ILogger logger, string channel, Exception exception);

        [LoggerMessage(1023, LogLevel.Error, "The handler of the bus failed.", EventName = "HandlerFailed")]
        public static partial void HandlerFailed(ILogger logger, Exception exception);

        [LoggerMessage(1024, LogLevel.Warning, "Dropped {Count} unread messages on {Channel}: this instance is too slow for them.", EventName = "UnreadDropped")]
        public static partial void UnreadDropped(ILogger logger, int count, string channel);

        [LoggerMessage(1025, LogLevel.Warning, "The bus does not reach this instance; subscribing anew until it does.", EventName = "BusSilent")]
        public static partial void BusSilent(ILogger logger);

        [LoggerMessage(1026, LogLevel.Information, "The bus reaches this instance again; what was sent meanwhile is lost.", EventName = "BusRestored")]
        public static partial void BusRestored(ILogger logger);
    }
}
