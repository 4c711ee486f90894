using System.Text.Json;
using Baize.Cluster.Bus;
using Baize.Cluster.Redis.Direct;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>What comes in: on the instance's own channel by a connection of the bus' own where it has one, else by a queue per channel that one loop reads. So the order of the channel is kept.</summary>
internal sealed partial class RedisBus
{
    /// <summary>
    /// Messages that may wait unread. The client's queue has no bound of its own, and the server's does not help: the client
    /// reads what the server sends. What goes beyond is dropped and told as a reconnection: gaps are closed from the log.
    /// </summary>
    internal const int MaxUnread = 16_384;

    /// <summary>At the start: for the connection and the subscription, as long as the client's own may take.</summary>
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan SubscribePause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private DirectSubscription? _subscription;
    private (ChannelMessageQueue Queue, Task Reader)[] _readers = [];
    private CancellationTokenSource _reading = new();

    /// <summary>Messages that wait unread.</summary>
    internal int Unread => _readers.Sum(r => r.Queue.TryGetCount(out var count) ? count : 0);

    /// <summary>Cuts the bus' own connection that listens: for tests. False where it has none.</summary>
    internal bool CutSubscription()
    {
        _subscription?.Cut();
        return _subscription is not null;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Handler;
        if (_publisher is not null)
            _publisher.Restored += OnRestored;
        metrics.Observe(() => _links.Values.Sum(link => (long)link.Waiting), () => Unread);
        await SubscribeFirstAsync(cancellationToken);
        _redis.ConnectionRestored += OnRestored;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _redis.ConnectionRestored -= OnRestored;
        if (_publisher is not null)
            _publisher.Restored -= OnRestored;
        await _stopping.CancelAsync();
        if (_mending is { } mending)
            await mending;
        await UnsubscribeAsync();
        _subscription?.Dispose();
        _stopping.Dispose(); // the client's connection is its maker's to close
    }

    // The client counts as connected before its connection for subscriptions stands, which with TLS takes its time.
    private async Task SubscribeFirstAsync(CancellationToken cancellationToken)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                await SubscribeAsync(cancellationToken);
                return;
            }
            catch (ClusterUnavailableException ex) when (_publisher is null && ex.IsTransient && time.GetElapsedTime(started) < SubscribeTimeout)
            {
                await Task.Delay(SubscribePause, time, cancellationToken);
            }
        }
    }

    private Task SubscribeAsync(CancellationToken cancellationToken) =>
        _publisher is null ? SubscribeByClientAsync(cancellationToken) : SubscribeDirectlyAsync(cancellationToken);

    private async Task SubscribeByClientAsync(CancellationToken cancellationToken)
    {
        var subscriber = _redis.GetSubscriber();
        try
        {
            var own = await subscriber.SubscribeAsync(RedisChannels.Of(_redis, links.Keys, instanceId)).Answer(cancellationToken);
            var lobby = await subscriber.SubscribeAsync(RedisChannel.Literal(links.Keys.Broadcast)).Answer(cancellationToken);
            _reading = new CancellationTokenSource();
            _readers = [(own, ReadAsync(own, OnBatch, _reading.Token)), (lobby, ReadAsync(lobby, OnBroadcast, _reading.Token))];
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or OperationCanceledException)
        {
            await UnsubscribeAsync(); // else the next attempt would hear everything twice
            throw;
        }
    }

    // Once: from then on it looks after itself, and is only told that it is mistaken.
    private async Task SubscribeDirectlyAsync(CancellationToken cancellationToken)
    {
        if (_subscription is not null)
        {
            if (Volatile.Read(ref _isUnheard))
                _subscription.Doubt();
            return;
        }
        var own = links.Keys.Bus(instanceId);
        _subscription = new DirectSubscription(
            links.Loop,
            links.BusAddress,
            [(own, batch => Guarded(own, batch, OnBatch)), (links.Keys.Broadcast, json => Guarded(links.Keys.Broadcast, json, OnBroadcast))],
            OnRestored,
            time,
            logger);
        _subscription.Start();
        try
        {
            await _subscription.SubscribedAsync.WaitAsync(SubscribeTimeout, time, cancellationToken);
        }
        catch (TimeoutException ex)
        {
            throw new ClusterUnavailableException($"Redis did not let the bus subscribe within {SubscribeTimeout.TotalSeconds} s.", ex);
        }
    }

    // The link carries no other subscriptions than these two. Without waiting for the server, which may be away.
    private async Task UnsubscribeAsync()
    {
        if (_publisher is not null)
            return;
        await _reading.CancelAsync(); // a connection that is closed already would not end the queues
        foreach (var (_, reader) in _readers)
            await reader;
        _readers = [];
        try
        {
            _redis.GetSubscriber().UnsubscribeAll(CommandFlags.FireAndForget);
        }
        catch (ObjectDisposedException)
        {
            // the subscriptions have gone with their connection
        }
    }

    private async Task ReadAsync(ChannelMessageQueue queue, Action<ReadOnlyMemory<byte>> read, CancellationToken cancellationToken)
    {
        await Task.Yield(); // what waits already is not for the starter's thread
        try
        {
            await foreach (var message in queue.WithCancellation(cancellationToken))
                Read(queue, message, read);
        }
        catch (OperationCanceledException)
        {
            // unsubscribed
        }
    }

    private void Read(ChannelMessageQueue queue, in ChannelMessage message, Action<ReadOnlyMemory<byte>> read)
    {
        Guarded(message.Channel.ToString(), (byte[])message.Message!, read);
        if (queue.TryGetCount(out var unread) && unread > MaxUnread)
            Drop(queue);
    }

    private void Drop(ChannelMessageQueue queue)
    {
        var count = 0;
        while (queue.TryRead(out _))
            count++;
        metrics.Dropped(count);
        Log.UnreadDropped(logger, count, queue.Channel.ToString());
        Tell(handler => handler.OnReconnected());
    }

    // Whatever stands on a channel, the reader goes on: one bad message must not silence an instance.
    private void Guarded(string channel, ReadOnlyMemory<byte> message, Action<ReadOnlyMemory<byte>> read)
    {
        try
        {
            read(message);
        }
        catch (Exception ex)
        {
            metrics.Garbage();
            Log.MessageFailed(logger, channel, ex);
        }
    }

    private void Tell(Action<IBusHandler> word)
    {
        try
        {
            word(Handler);
        }
        catch (Exception ex) // on a path of the bus's own that must not end
        {
            Log.HandlerFailed(logger, ex);
        }
    }

    private void OnBatch(ReadOnlyMemory<byte> batch)
    {
        if (BusBatch.TryReadHead(batch, out var from) is not { } rest)
        {
            metrics.Garbage();
            return;
        }
        using var gathering = Gather(); // the answers to what came together go together
        while (BusBatch.TryReadEntry(ref rest, out var type, out var kind, out var number, out var body))
        {
            switch (type)
            {
                case BusEntryType.Post:
                    Handler.OnPost(from, kind, body);
                    break;
                case BusEntryType.Request:
                    Handler.OnRequest(new BusReturnAddress(from, number), kind, body);
                    break;
                default:
                    _requests.Answer(from, number, body);
                    break;
            }
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
}
