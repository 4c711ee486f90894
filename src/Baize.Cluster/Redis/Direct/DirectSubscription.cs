using System.Text;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster.Redis.Direct;

/// <summary>
/// Listens to channels. Its reader acts on a message before it reads the next; what comes faster waits in the sockets and then
/// in Redis, which ends the connection when it is too much (<c>client-output-buffer-limit pubsub</c>): a loss like any other.
/// </summary>
/// <param name="loop">Reads it.</param>
/// <param name="address">Where.</param>
/// <param name="channels">What is listened to, and who reads it. Must not throw.</param>
/// <param name="restored">Called when all are listened to again.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told once for each loss and return.</param>
internal sealed class DirectSubscription(
    DirectLoop loop, DirectAddress address, (string Name, Action<ReadOnlyMemory<byte>> Read)[] channels, Action restored, TimeProvider time, ILogger logger)
    : DirectLink(loop, address, "subscription", time, logger)
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(1);

    /// <summary>After it subscribed, publishes that were counted before may still be answered.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly (byte[] Name, Action<ReadOnlyMemory<byte>> Read)[] _channels =
        Array.ConvertAll(channels, c => (Encoding.UTF8.GetBytes(c.Name), c.Read));
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _standing;
    private long _stoodSince;
    private long _pinged;

    /// <summary>Ends when all are listened to for the first time.</summary>
    public Task SubscribedAsync => _subscribed.Task;

    /// <summary>Redis says that nobody listens, and this believes to: it begins anew. One that has just begun is left to it.</summary>
    public void Doubt()
    {
        var since = Volatile.Read(ref _stoodSince);
        if (since != 0 && Time.GetElapsedTime(since) > Settling)
            Cut();
    }

    protected override void OnConnected(RespSocket socket)
    {
        _standing = 0;
        Volatile.Write(ref _stoodSince, 0);
        socket.Send(["SUBSCRIBE", .. channels.Select(c => c.Name)]);
    }

    public override void OnReply(in RespReply reply)
    {
        switch (reply.Kind)
        {
            case RespKind.Message:
                OnMessage(reply);
                break;
            case RespKind.Subscribe when ++_standing == _channels.Length:
                Volatile.Write(ref _stoodSince, Time.GetTimestamp());
                if (!_subscribed.TrySetResult())
                    restored();
                break;
            case RespKind.Error:
                throw new IOException($"Redis does not let the bus listen: {Encoding.UTF8.GetString(reply.Text)}");
        }
    }

    protected override bool OnLook()
    {
        if (_standing == _channels.Length && Time.GetElapsedTime(_pinged) > PingEvery)
        {
            _pinged = Time.GetTimestamp();
            Socket?.Send("PING");
        }
        return true;
    }

    protected override void OnLost()
    {
    }

    private void OnMessage(in RespReply reply)
    {
        foreach (var (name, read) in _channels)
        {
            if (reply.Text.SequenceEqual(name))
                read(reply.Body.ToArray()); // a copy: what is in it may be kept
        }
    }
}
