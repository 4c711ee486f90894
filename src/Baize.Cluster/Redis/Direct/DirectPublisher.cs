using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Baize.Cluster.Redis.Direct;

/// <summary>Publishes. An answer that does not come within the client's time-out counts as none; the next still finds its own.</summary>
internal sealed class DirectPublisher(DirectAddress address, TimeProvider time, ILogger logger) : DirectLink(address, "publisher", time, logger)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly ArrayBufferWriter<byte> _command = new(64 * 1024);

    /// <summary>Publishes; the number of receivers. The caller goes on, on this link's thread, with the answer.</summary>
    /// <exception cref="ClusterUnavailableException">There is no connection, or no answer.</exception>
    public Task<long> PublishAsync(byte[] channel, ReadOnlySpan<byte> message)
    {
        var waiting = new Waiting(Time.GetTimestamp());
        lock (_lock)
        {
            if (Socket is not { } socket)
                return Task.FromException<long>(new ClusterUnavailableException("The bus has no connection to Redis."));
            _waiting.Enqueue(waiting); // in the order of what is written
            _command.ResetWrittenCount();
            _command.Write("*3\r\n$7\r\nPUBLISH\r\n"u8);
            WriteText(channel);
            WriteText(message);
            socket.Send(_command.WrittenSpan);
        }
        return waiting.Task;
    }

    // Links send one batch at a time, so this is their pace under load: what comes within it travels together. A link at rest
    // sends at once. Figures in docs/performance.md.
    protected override TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(1);

    protected override void OnConnected(RespSocket socket)
    {
    }

    protected override void OnReply(in RespReply reply)
    {
        Waiting waiting;
        lock (_lock)
            waiting = _waiting.Dequeue();
        if (reply.Kind == RespKind.Error)
            waiting.TrySetException(new ClusterUnavailableException($"Redis does not publish: {Encoding.UTF8.GetString(reply.Text)}"));
        else
            waiting.TrySetResult(reply.Number);
    }

    protected override bool OnLook()
    {
        List<Waiting> late;
        bool any;
        lock (_lock)
        {
            late = [.. _waiting.TakeWhile(w => Time.GetElapsedTime(w.Since) > Address.Timeout)];
            any = _waiting.Count > 0;
        }
        Fail(late, "Redis does not answer.");
        return any;
    }

    protected override void OnLost()
    {
        List<Waiting> lost;
        lock (_lock)
        {
            lost = [.. _waiting];
            _waiting.Clear();
        }
        Fail(lost, "The connection to Redis has ended.");
    }

    private static void Fail(List<Waiting> waiting, string reason)
    {
        foreach (var one in waiting)
            one.TrySetException(new ClusterUnavailableException(reason));
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        Encoding.ASCII.TryGetBytes($"${text.Length}\r\n", _command.GetSpan(16), out var written);
        _command.Advance(written);
        _command.Write(text);
        _command.Write("\r\n"u8);
    }

    private sealed class Waiting(long since) : TaskCompletionSource<long>
    {
        public long Since => since;
    }
}
