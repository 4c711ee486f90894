using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Baize.Bench.Compare;
using Baize.Cluster.Redis;
using Baize.Cluster.Redis.Direct;
using Baize.Cluster.Rooms;

namespace Baize.Bench.Scaling.Check;

/// <summary>What the platform's commands cost a Redis that is never idle: connections with one command under way each, as of that many instances.</summary>
internal sealed class BusyRedis(int port)
{
    private const int Connections = 64;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);
    private static readonly RedisKeys Keys = new("");

    private readonly WireSizes _sizes = new(payload: 100);
    private readonly long[] _seqs = new long[Connections];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Prints CPU µs of Redis per command.</summary>
    public static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "bench")).FullName;
        string[] arguments = ["--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
        using var redis = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        redis.OutputDataReceived += (_, _) => { };
        redis.BeginOutputReadLine();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            new BusyRedis(port).Run(redis.Id, cancellationToken);
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync(CancellationToken.None);
        }
    }

    private void Run(int pid, CancellationToken cancellationToken)
    {
        var sockets = Enumerable.Range(0, Connections).Select(_ => Connect()).ToArray();
        Ask(sockets[0], Command("SET", Keys.Instance("0"), new string('r', _sizes.Record)));
        Console.WriteLine($"read    {Measure(pid, sockets, [], _ => Command("GET", Keys.Instance("0")), cancellationToken)}");

        var listeners = Enumerable.Range(0, Connections).Select(_ => Connect()).ToArray();
        for (var i = 0; i < Connections; i++)
            Ask(listeners[i], Command("SUBSCRIBE", Keys.Bus(Text(i))));
        var batch = new string('b', 16 + _sizes.SignalEntry);
        Console.WriteLine($"publish {Measure(pid, sockets, listeners, i => Command("PUBLISH", Keys.Bus(Text(i)), batch), cancellationToken)}");

        Ask(sockets[0], Command("SCRIPT", "LOAD", RoomScripts.Commit));
        for (var i = 0; i < Connections; i++)
            Ask(sockets[i], Command("HSET", (string)Keys.Meta(Text(i))!, "term", "1", "log", "log", "seq", "0", "commit", "0"));
        Console.WriteLine($"commit  {Measure(pid, sockets, [], Commit, cancellationToken)}");
        foreach (var socket in (Socket[])[.. sockets, .. listeners])
            socket.Dispose();
    }

    private string Measure(int pid, Socket[] sockets, Socket[] listeners, Func<int, byte[]> command, CancellationToken cancellationToken)
    {
        foreach (var (socket, i) in sockets.Select((s, i) => (s, i)))
            socket.Send(command(i));
        var ready = new List<Socket>();
        var (count, started) = (0L, Stopwatch.GetTimestamp());
        var (from, used) = (-1L, 0.0);
        for (TimeSpan elapsed; (elapsed = Stopwatch.GetElapsedTime(started)) < Warmup + Duration && !cancellationToken.IsCancellationRequested;)
        {
            if (from < 0 && elapsed > Warmup)
                (from, used) = (count, ProcessTime.Of([pid]));
            ready.Clear();
            ready.AddRange(sockets);
            ready.AddRange(listeners);
            Socket.Select(ready, null, null, TimeSpan.FromSeconds(1));
            foreach (var socket in ready)
            {
                socket.Receive(_buffer);
                if (Array.IndexOf(sockets, socket) is >= 0 and var i)
                {
                    count++;
                    socket.Send(command(i));
                }
            }
        }
        used = ProcessTime.Of([pid]) - used;
        foreach (var socket in sockets)
            socket.Receive(_buffer); // the last answers
        return string.Create(CultureInfo.InvariantCulture, $"{used * 1e6 / (count - from):0.0} µs each, at {(count - from) / Duration.TotalSeconds:0}/s");
    }

    private byte[] Commit(int room)
    {
        var seq = _seqs[room]++;
        var commit = new RoomCommit(Text(room), Term: 1, "log", seq, [_sizes.Frame]) { Applied = [new byte[_sizes.Applied]] };
        var keys = Keys.Room(Text(room)).Select(k => (string)k!);
        return Command(["EVALSHA", Encoding.ASCII.GetString(new DirectScript(RoomScripts.Commit).Sha), "5", .. keys, .. RedisRoomStore.Arguments(commit).Select(a => ((ReadOnlyMemory<byte>)a).Span is var bytes ? Encoding.Latin1.GetString(bytes) : "")]);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect("127.0.0.1", port);
        return socket;
    }

    private void Ask(Socket socket, byte[] command)
    {
        socket.Send(command);
        if (socket.Receive(_buffer) == 0 || _buffer[0] == '-')
            throw new InvalidOperationException($"Redis does not do it: {Encoding.Latin1.GetString(_buffer, 0, 100)}");
    }

    private static byte[] Command(params string[] words)
    {
        var command = new StringBuilder($"*{Text(words.Length)}\r\n");
        foreach (var word in words)
            command.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
        return Encoding.Latin1.GetBytes(command.ToString());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
