using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Baize.Loadtest.Linux;
using Baize.Loadtest.Targets;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest;

internal sealed partial class LoadLoop : ILoadEvents
{
    private const int LongestFrame = 64 * 1024 * 1024;
    private const int MostJoins = 5;

    private byte[] _buffer = GC.AllocateArray<byte>(256 * 1024, pinned: true);
    private long _now;

    public void OnReady(LoadClient client)
    {
        if (client.Room < 0)
            BecomeReady(client);
        else
            Say(client, _target.Join(_plan.RoomId(client.Room)));
    }

    public void OnJoined(LoadClient client, long head)
    {
        client.Seq = head;
        BecomeReady(client);
    }

    public void OnAck(LoadClient client) => Tally.Acks++;

    public void OnRefused(LoadClient client, string why, bool retryable)
    {
        // A machine that has just started its servers may be late with a join; this is not what is tested.
        if (retryable && client.State == LoadClientState.Entering && ++client.JoinsRefused < MostJoins)
            Say(client, _target.Join(_plan.RoomId(client.Room)));
        else
            Tally.OnRefused(why);
    }

    public void OnEvent(LoadClient client, long seq)
    {
        if (client.Seq >= 0 && seq != client.Seq + 1)
            _ledger?.OnSeqFault();
        client.Seq = seq;
    }

    public void OnDelivered(LoadClient client, MessageMark mark, long seq)
    {
        Tally.OnDelivery();
        if (seq != 0)
            OnEvent(client, seq);
        if (_ledger is not { } ledger || mark.Run != ledger.Run)
            return;
        var number = ledger.Schedule.Number(mark.Member, mark.Counter);
        if (!ledger.OnDelivered(client.Room, client.Member, number, seq))
            return;
        Tally.OnDistinct();
        var due = ledger.Schedule.Due(ledger.Schedule.Message(client.Room, number));
        if (due >= ledger.Warmup)
            Tally.Latency.Add(_time.GetElapsedTime(_started, _now) - due);
    }

    private void Receive(LoadClient client)
    {
        var kept = TakePartial(client);
        while (true)
        {
            var received = (int)Libc.Receive(client.Socket, ref _buffer[kept], _buffer.Length - kept, Libc.Quiet);
            if (received <= 0)
            {
                if (received == 0 || Marshal.GetLastPInvokeError() is not (Libc.WouldBlock or Libc.Interrupted))
                    Drop(client, received == 0 ? "the server ended a connection" : $"a connection ended: {Error()}");
                break;
            }
            _now = _time.GetTimestamp();
            var end = kept + received;
            var used = Read(client, _buffer.AsSpan(0, end));
            kept = end - used;
            if (client.State == LoadClientState.Gone)
                return;
            if (kept > 0 && used > 0)
                _buffer.AsSpan(used, kept).CopyTo(_buffer);
            if (end < _buffer.Length)
                break; // the socket is empty, or nearly so: epoll tells of the rest
            if (kept == _buffer.Length)
                Grow();
        }
        if (kept > 0 && client.State != LoadClientState.Gone)
            KeepPartial(client, kept);
    }

    /// <returns>Bytes that are done with.</returns>
    private int Read(LoadClient client, ReadOnlySpan<byte> bytes)
    {
        var used = client.State == LoadClientState.Upgrading ? Upgrade(client, bytes) : 0;
        if (client.State == LoadClientState.Upgrading)
            return 0;
        while (ServerFrame.TryRead(bytes[used..], out var frame, out var length))
        {
            used += length;
            OnFrame(client, frame);
            if (client.State == LoadClientState.Gone)
                break;
        }
        return used;
    }

    private void OnFrame(LoadClient client, ServerFrame frame)
    {
        switch (frame.Opcode)
        {
            case ServerFrame.Text when frame.IsFinal:
                _lastHeard = _now;
                _target.Read(frame.Payload, client, this);
                break;
            case ServerFrame.Text or ServerFrame.Continuation:
                _lastHeard = _now;
                OnFragment(client, frame);
                break;
            case ServerFrame.Ping:
                Send(client, ClientWire.Pong(frame.Payload));
                break;
            case ServerFrame.Close:
                var code = frame.Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(frame.Payload) : 1005;
                Drop(client, $"the server closed a connection with {code} {Encoding.UTF8.GetString(frame.Payload[Math.Min(2, frame.Payload.Length)..])}");
                break;
        }
    }

    private void OnFragment(LoadClient client, ServerFrame frame)
    {
        client.Fragments ??= new MemoryStream();
        client.Fragments.Write(frame.Payload);
        if (!frame.IsFinal)
            return;
        var whole = client.Fragments.GetBuffer().AsSpan(0, (int)client.Fragments.Length);
        client.Fragments = null;
        _target.Read(whole, client, this);
    }

    private int TakePartial(LoadClient client)
    {
        if (client.Partial is not { } partial)
            return 0;
        while (client.PartialLength >= _buffer.Length)
            Grow();
        partial.AsSpan(0, client.PartialLength).CopyTo(_buffer);
        ArrayPool<byte>.Shared.Return(partial);
        client.Partial = null;
        return client.PartialLength;
    }

    private void KeepPartial(LoadClient client, int length)
    {
        client.Partial = ArrayPool<byte>.Shared.Rent(length);
        client.PartialLength = length;
        _buffer.AsSpan(0, length).CopyTo(client.Partial);
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestFrame)
            throw new CommandException($"The server sent a frame of more than {LongestFrame >> 20} MB.");
        var larger = GC.AllocateArray<byte>(_buffer.Length * 2, pinned: true);
        _buffer.CopyTo(larger, 0);
        _buffer = larger;
    }

    private void Drop(LoadClient client, string why)
    {
        if (client.State == LoadClientState.Gone)
            return;
        client.State = LoadClientState.Gone;
        _ = Libc.Close(client.Socket);
        client.Socket = -1;
        Tally.OnLost(why);
    }
}
