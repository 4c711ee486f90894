using System.Collections.Concurrent;
using System.Text.Json;
using Baize.Cluster.Bus;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The bus on Redis pub/sub.</summary>
internal sealed partial class RedisBus(IConnectionMultiplexer redis, string instanceId, TimeProvider time, BusMetrics metrics, ILogger<RedisBus> logger)
    : IBus, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BusLink> _links = new(StringComparer.Ordinal);
    private readonly BusRequests _requests = new(time);
    private readonly byte[] _head = BusBatch.Head(instanceId);
    private IBusHandler? _handler;

    public string InstanceId => instanceId;

    private IBusHandler Handler => _handler ?? throw new InvalidOperationException("The bus was started before it was given a handler.");

    public void Handle(IBusHandler handler) => _handler = handler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionRestored += OnRestored;
        var subscriber = redis.GetSubscriber();
        // A queue each, read by one loop: the order of the channel is kept. The handler only parses and hands on, so they stay short.
        var own = await subscriber.SubscribeAsync(RedisChannel.Literal(RedisKeys.Bus(instanceId))).Answer(cancellationToken);
        own.OnMessage(message => Guarded(message, OnBatch));
        var lobby = await subscriber.SubscribeAsync(RedisChannel.Literal(RedisKeys.Broadcast)).Answer(cancellationToken);
        lobby.OnMessage(message => Guarded(message, OnBroadcast));
    }

    public ValueTask DisposeAsync()
    {
        redis.ConnectionRestored -= OnRestored;
        return ValueTask.CompletedTask; // the connection, and with it the subscriptions, is its maker's to close
    }

    public void Post(string instanceId, byte kind, ReadOnlySpan<byte> body)
    {
        if (!LinkTo(instanceId).TrySend(BusEntryType.Post, kind, number: 0, body))
            metrics.Dropped();
    }

    public async ValueTask<BusAnswer> RequestAsync(
        string instanceId, byte kind, ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var (number, answer) = _requests.Open(instanceId);
        if (!LinkTo(instanceId).TrySend(BusEntryType.Request, kind, number, body.Span))
        {
            metrics.Dropped();
            _requests.Fail([number], BusOutcome.NotSent);
        }
        return await _requests.WaitAsync(number, answer, timeout, cancellationToken);
    }

    public void Reply(BusReturnAddress address, ReadOnlySpan<byte> body)
    {
        if (!LinkTo(address.InstanceId).TrySend(BusEntryType.Reply, kind: 0, address.Number, body))
            metrics.Dropped();
    }

    public async ValueTask BroadcastAsync(Broadcast broadcast, CancellationToken cancellationToken) =>
        await redis.GetSubscriber().PublishAsync(
            RedisChannel.Literal(RedisKeys.Broadcast),
            JsonSerializer.SerializeToUtf8Bytes(broadcast, BroadcastJson.Default.Broadcast)).Answer(cancellationToken);

    public async ValueTask<bool> IsListeningAsync(string instanceId, CancellationToken cancellationToken) =>
        await redis.GetSubscriber().PublishAsync(RedisChannel.Literal(RedisKeys.Bus(instanceId)), _head).Answer(cancellationToken) > 0;

    private BusLink LinkTo(string instanceId) => _links.GetOrAdd(instanceId, NewLink);

    private BusLink NewLink(string to) => new(
        _head,
        batch => PublishAsync(RedisChannel.Literal(RedisKeys.Bus(to)), batch),
        (receivers, entries, requests) =>
        {
            metrics.Published(entries);
            if (receivers > 0)
                return;
            _requests.Fail(requests, receivers is null ? BusOutcome.NotSent : BusOutcome.Unheard);
            if (receivers == 0)
            {
                _links.TryRemove(to, out _); // else the links of all instances there ever were would stay
                Handler.OnUnheard(to);
            }
        });

    private async Task<long?> PublishAsync(RedisChannel channel, ReadOnlyMemory<byte> batch)
    {
        try
        {
            return await redis.GetSubscriber().PublishAsync(channel, batch).Answer(CancellationToken.None);
        }
        catch (ClusterUnavailableException ex)
        {
            Log.PublishFailed(logger, channel.ToString(), ex.Message);
            return null;
        }
    }

    private void OnBatch(ReadOnlyMemory<byte> batch)
    {
        if (BusBatch.TryReadHead(batch, out var from) is not { } rest)
        {
            metrics.Garbage();
            return;
        }
        while (BusBatch.TryReadEntry(ref rest, out var type, out var kind, out var number, out var body))
        {
            if (type == BusEntryType.Post)
                Handler.OnPost(from, kind, body);
            else if (type == BusEntryType.Request)
                Handler.OnRequest(new BusReturnAddress(from, number), kind, body);
            else
                _requests.Answer(number, body);
        }
        if (!rest.IsEmpty)
            metrics.Garbage();
    }

    private void OnBroadcast(ReadOnlyMemory<byte> json)
    {
        Broadcast? broadcast = null;
        try
        {
            broadcast = JsonSerializer.Deserialize(json.Span, BroadcastJson.Default.Broadcast);
        }
        catch (JsonException)
        {
            // counted below: it is none of ours to mend
        }
        if (broadcast is not { Type.Length: > 0 })
            metrics.Garbage();
        else if (broadcast.InstanceId != instanceId)
            Handler.OnBroadcast(broadcast);
    }

    // Whatever stands on a channel, the reader goes on: one bad message must not silence an instance.
    private void Guarded(ChannelMessage message, Action<ReadOnlyMemory<byte>> read)
    {
        try
        {
            read((byte[])message.Message!);
        }
        catch (Exception ex)
        {
            metrics.Garbage();
            Log.MessageFailed(logger, message.Channel.ToString(), ex);
        }
    }

    private void OnRestored(object? sender, ConnectionFailedEventArgs args) => Handler.OnReconnected();

    private static partial class Log // ids 1020-1039
    {
        [LoggerMessage(1020, LogLevel.Debug, "Publishing on {Channel} failed: {Reason}", EventName = "PublishFailed")]
        public static partial void PublishFailed(ILogger logger, string channel, string reason);

        [LoggerMessage(1021, LogLevel.Error, "A message on {Channel} could not be handled; it was passed over.", EventName = "MessageFailed")]
        public static partial void MessageFailed(ILogger logger, string channel, Exception exception);
    }
}
