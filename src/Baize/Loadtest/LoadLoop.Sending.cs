using System.Runtime.InteropServices;
using Baize.Loadtest.Accounting;
using Baize.Loadtest.Linux;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest;

internal sealed partial class LoadLoop
{
    /// <summary>What was sent must come within this time of the last delivery; then it is lost.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <summary>Messages sent in a row, before what has come is read.</summary>
    private const int MostSent = 32;

    private RunLedger? _ledger;
    private long _started;

    /// <summary>Sends what is due, when it is, and counts what comes, until all has come or nothing more does.</summary>
    /// <param name="ledger">The run's.</param>
    /// <param name="started">The timestamp from which messages are due.</param>
    /// <param name="senders">By room and member, the index of those who are this thread's; −1: another's.</param>
    /// <param name="received">Deliveries of the run that have come to all threads.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public void Run(RunLedger ledger, long started, int[] senders, Func<long> received, CancellationToken cancellationToken)
    {
        (_ledger, _started) = (ledger, started);
        Tally.BeginRun();
        var schedule = ledger.Schedule;
        var message = Next(schedule, senders, from: 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            var elapsed = _time.GetElapsedTime(started);
            for (var sent = 0; sent < MostSent && message < schedule.Count && schedule.Due(message) <= elapsed; sent++)
            {
                SendMessage(ledger, message, senders);
                message = Next(schedule, senders, message + 1);
                if (message >= schedule.Count)
                    _lastHeard = _time.GetTimestamp(); // the wait for the last deliveries begins
            }
            var wait = LongestWait;
            if (message < schedule.Count)
                wait = TimeSpan.FromTicks(Math.Max(0, (schedule.Due(message) - _time.GetElapsedTime(started)).Ticks));
            else if (received() >= ledger.Expected && elapsed >= schedule.Due(schedule.Count))
                break;
            else if (_time.GetElapsedTime(_lastHeard) > Settled)
                break;
            Turn(wait);
        }
    }

    private static long Next(LoadSchedule schedule, int[] senders, long from)
    {
        for (var message = from; message < schedule.Count; message++)
        {
            var (room, _, member) = schedule.At(message);
            if (senders[room * schedule.Members + member] >= 0)
                return message;
        }
        return schedule.Count;
    }

    private void SendMessage(RunLedger ledger, long message, int[] senders)
    {
        var (room, number, member) = ledger.Schedule.At(message);
        var token = senders[room * ledger.Schedule.Members + member];
        var client = _clients[token];
        if (client.State != LoadClientState.Ready)
            return; // counted as a lost connection
        client.Template ??= new MessageTemplate(_target.Message(_plan.RoomId(room), _plan.Payload));
        var frame = client.Template.With(new MessageMark(ledger.Run, member, ledger.Schedule.Counter(number)));
        ledger.OnSent(room);
        Tally.OnSent();
        if (ledger.Schedule.Due(message) is var due && due >= ledger.Warmup)
            Tally.Lag.Add(_time.GetElapsedTime(_started) - due);
        Send(client, frame);
    }

    private void Send(LoadClient client, ReadOnlySpan<byte> bytes)
    {
        if (client.Unsent is { } unsent)
        {
            unsent.Write(bytes);
            return;
        }
        var sent = (int)Libc.Send(client.Socket, ref MemoryMarshal.GetReference(bytes), bytes.Length, Libc.Quiet);
        if (sent == bytes.Length)
            return;
        if (sent < 0 && Marshal.GetLastPInvokeError() != Libc.WouldBlock)
        {
            Drop(client, $"a connection ended: {Error()}");
            return;
        }
        client.Unsent = new MemoryStream();
        client.Unsent.Write(bytes[Math.Max(0, sent)..]);
        _epoll.Change(client.Socket, client.Token, writes: true);
    }

    private void SendRest(LoadClient client)
    {
        if (client.Unsent is not { } unsent)
            return;
        client.Unsent = null;
        _epoll.Change(client.Socket, client.Token, writes: false);
        Send(client, unsent.GetBuffer().AsSpan(0, (int)unsent.Length));
    }
}
