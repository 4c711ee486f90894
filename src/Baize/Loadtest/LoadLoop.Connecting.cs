using System.Runtime.InteropServices;
using System.Text;
using Baize.Loadtest.Linux;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest;

internal sealed partial class LoadLoop
{
    /// <summary>Handshakes and joins under way at a time: a server's backlog is not what is tested.</summary>
    private const int MostEntering = 16;

    private static readonly TimeSpan NoProgress = TimeSpan.FromSeconds(20);

    private int _entering;

    /// <summary>Connects all and has them join.</summary>
    /// <exception cref="CommandException">A connection or a join was refused, or nothing went on for 20 s.</exception>
    public void Connect(CancellationToken cancellationToken)
    {
        var next = 0;
        var (progress, since) = (0, _time.GetTimestamp());
        while (Tally.Ready < _clients.Length && !cancellationToken.IsCancellationRequested)
        {
            while (_entering < MostEntering && next < _clients.Length)
            {
                _entering++;
                Open(_clients[next]);
                next++;
            }
            Turn(LongestWait);
            if (Tally.Faults.Count > 0)
                throw new CommandException(Tally.Faults[0]);
            if (Tally.Ready > progress)
                (progress, since) = (Tally.Ready, _time.GetTimestamp());
            else if (_time.GetElapsedTime(since) > NoProgress)
                throw new CommandException($"{Tally.Ready} of {_clients.Length} clients are connected, and none more for {NoProgress.TotalSeconds:0} s.");
        }
    }

    private void Open(LoadClient client)
    {
        client.Socket = Libc.Socket((int)client.Address.Family == 2 ? 2 : 10, Libc.StreamNonBlocking, 0);
        if (client.Socket < 0)
            throw new CommandException($"No socket to be had: {Error()}. See ulimit -n: {_clients.Length} connections need as many files.");
        var on = 1;
        _ = Libc.SetOption(client.Socket, Libc.LevelTcp, Libc.NoDelay, ref on, sizeof(int));
        client.State = LoadClientState.Connecting;
        if (Libc.Connect(client.Socket, ref client.Address.Buffer.Span[0], client.Address.Size) < 0 && Marshal.GetLastPInvokeError() != Libc.InProgress)
            throw new CommandException($"{client.Url.Authority} is not to be reached: {Error()}.");
        _epoll.Add(client.Socket, client.Token, writes: true);
    }

    private void OnConnected(LoadClient client)
    {
        var (error, length) = (0, sizeof(int));
        _ = Libc.GetOption(client.Socket, Libc.LevelSocket, Libc.SocketError, ref error, ref length);
        if (error != 0)
            throw new CommandException($"{client.Url.Authority} is not to be reached: {Marshal.GetPInvokeErrorMessage(error)}.");
        _epoll.Change(client.Socket, client.Token, writes: false);
        client.State = LoadClientState.Upgrading;
        Send(client, ClientWire.Handshake(client.Url.Authority, _target.Handshake(client.Url, client.UserId, client.Room < 0 ? null : _plan.RoomId(client.Room))));
    }

    // Takes the answer to the handshake off.
    private int Upgrade(LoadClient client, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;
        if (!bytes.StartsWith("HTTP/1.1 101"u8))
            throw new CommandException($"{client.Url.Authority} refused a connection: {Encoding.Latin1.GetString(bytes).ReplaceLineEndings(" ")}");
        client.State = LoadClientState.Entering;
        if (_target.Hello is { } hello)
            Say(client, hello);
        return end + 4;
    }

    private void Say(LoadClient client, string text) => Send(client, ClientWire.Text(Encoding.UTF8.GetBytes(text)));

    private void BecomeReady(LoadClient client)
    {
        if (client.State != LoadClientState.Entering)
            return;
        client.State = LoadClientState.Ready;
        _entering--;
        Tally.OnReady();
    }

    private static string Error() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
