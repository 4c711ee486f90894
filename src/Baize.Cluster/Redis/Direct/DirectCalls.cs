using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Baize.Cluster.Redis.Direct;

/// <summary>
/// Asks Redis and gets the answers in the order of the questions. Self-clocked: what is asked while nothing is under way goes at
/// once, what is asked meanwhile goes together when the answers are there; so a commit shares its way, and what it costs Redis to
/// wake, with the publishes and commits of other rooms. An answer that does not come within the client's time-out counts as
/// none; the next still finds its own.
/// </summary>
internal sealed class DirectCalls(DirectLoop loop, DirectAddress address, string role, TimeProvider time, ILogger logger)
    : DirectLink(loop, address, role, time, logger)
{
    private const int MaxKept = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private ArrayBufferWriter<byte> _gathered = new(4 * 1024);
    private int _gatheredCount;
    private int _underWay;
    private bool _hadOne;

    /// <summary>Called when there is a connection again: what was to be published meanwhile is lost. Must not throw.</summary>
    public event Action? Restored;

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => Socket is not null;

    // This is its pace under load: what comes within it travels together. At rest it sends at once. Figures in docs/performance.md.
    public override TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(1.5);

    // Not under the lock: at worst a reply is read a moment later.
    public override bool IsWaiting => Volatile.Read(ref _underWay) > 0;

    /// <summary>Publishes; the number of receivers. The caller goes on, on the loop's thread, with the answer.</summary>
    /// <exception cref="ClusterUnavailableException">There is no connection, no answer, or a refusal.</exception>
    public async Task<long> PublishAsync(byte[] channel, ReadOnlyMemory<byte> message)
    {
        Task<DirectReply> answer;
        lock (_lock)
        {
            if (!IsConnected)
                throw new ClusterUnavailableException("There is no connection to Redis.");
            WriteHead('*', 3);
            Write("PUBLISH"u8);
            Write(channel);
            Write(message.Span);
            answer = Send();
        }
        return (await answer).Number;
    }

    /// <summary>Runs a script that Redis knows. The caller goes on, on the loop's thread, with the answer.</summary>
    /// <returns>The first text of the script's answer; null where Redis does not know the script.</returns>
    /// <exception cref="ClusterUnavailableException">There is no connection, no answer, or a refusal.</exception>
    public async Task<string?> RunAsync(DirectScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        Task<DirectReply> answer;
        lock (_lock)
        {
            if (!IsConnected)
                throw new ClusterUnavailableException("There is no connection to Redis.");
            WriteHead('*', 3 + keys.Length + arguments.Length);
            Write("EVALSHA"u8);
            Write(script.Sha);
            Write(keys.Length);
            foreach (var key in keys)
                Write((RedisValue)(string)key!);
            foreach (var argument in arguments)
                Write(argument);
            answer = Send();
        }
        return (await answer).Text;
    }

    protected override void OnConnected(RespSocket socket)
    {
        if (_hadOne)
            Restored?.Invoke();
        _hadOne = true;
    }

    public override void OnReply(in RespReply reply)
    {
        Waiting waiting;
        lock (_lock)
        {
            waiting = _waiting.Dequeue();
            _underWay--;
        }
        if (reply.Kind != RespKind.Error)
        {
            waiting.TrySetResult(new DirectReply(reply.Number, Encoding.UTF8.GetString(reply.First)));
            return;
        }
        var error = Encoding.UTF8.GetString(reply.Text);
        if (error.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            waiting.TrySetResult(new DirectReply(0, Text: null));
            return;
        }
        waiting.TrySetException(new ClusterUnavailableException($"Redis did not do it: {error}"));
        if (error.StartsWith("READONLY", StringComparison.Ordinal))
            throw new IOException("it is the master no longer.");
    }

    public override void OnPassed()
    {
        lock (_lock)
        {
            if (_underWay == 0)
                SendGathered();
        }
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
            Forget();
        }
        Fail(lost, "The connection to Redis has ended.");
    }

    private static void Fail(List<Waiting> waiting, string reason)
    {
        foreach (var one in waiting)
            one.TrySetException(new ClusterUnavailableException(reason));
    }

    // Under the lock: the order of what waits is the order of what is written.
    private Task<DirectReply> Send()
    {
        var waiting = new Waiting(Time.GetTimestamp());
        _waiting.Enqueue(waiting);
        _gatheredCount++;
        // The loop's thread sends once for all that it has to ask: when it has passed.
        if (_underWay == 0 && !IsLoop)
            SendGathered();
        return waiting.Task;
    }

    private void SendGathered()
    {
        if (_gatheredCount == 0 || Socket is not { } socket)
            return; // without a connection nothing is gathered, and what was is forgotten
        _underWay += _gatheredCount;
        socket.Send(_gathered.WrittenSpan);
        Forget(underWay: _underWay);
    }

    private void Forget(int underWay = 0)
    {
        (_underWay, _gatheredCount) = (underWay, 0);
        if (_gathered.Capacity > MaxKept)
            _gathered = new ArrayBufferWriter<byte>(4 * 1024); // one large command must not stay for good
        _gathered.ResetWrittenCount();
    }

    private void WriteHead(char kind, int count)
    {
        Encoding.ASCII.TryGetBytes($"{kind}{count}\r\n", _gathered.GetSpan(16), out var written);
        _gathered.Advance(written);
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        WriteHead('$', text.Length);
        _gathered.Write(text);
        _gathered.Write("\r\n"u8);
    }

    private void Write(RedisValue value)
    {
        var length = value.GetByteCount();
        WriteHead('$', length);
        value.CopyTo(_gathered.GetSpan(length));
        _gathered.Advance(length);
        _gathered.Write("\r\n"u8);
    }

    private sealed class Waiting(long since) : TaskCompletionSource<DirectReply>
    {
        public long Since => since;
    }
}
