using System.Buffers;
using System.IO.Pipelines;
using Baize.GameServer.Edge;
using Baize.Hosting.Auth;

namespace Baize.GameServer.Sockets;

/// <summary>
/// A WebSocket on a pipe of ASP.NET's: a request that was upgraded, or any connection where the system has no epoll. Dearer
/// than <see cref="Epoll.EpollSocket"/> in memory and per send, the same to the edge.
/// </summary>
internal sealed class PipeSocket(IDuplexPipe pipe, Action abort) : IClientSocket
{
    private ClientSession? _session;
    private Task? _flush;
    private volatile TaskCompletionSource? _paused;

    /// <summary>Runs a connection until it ends. Never throws.</summary>
    public async Task RunAsync(Hub hub, UserIdentity user)
    {
        var session = _session = hub.Open(user, this);
        Exception? fault = null;
        try
        {
            await ReadAsync(session);
        }
        catch (Exception ex)
        {
            fault = ex;
        }
        await hub.CloseAsync(session, fault);
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (_flush is { IsCompleted: false })
            return 0;
        try
        {
            pipe.Output.Write(bytes);
            var flush = pipe.Output.FlushAsync();
            _flush = flush.IsCompletedSuccessfully ? null : flush.AsTask();
        }
        catch (Exception) // whatever the transport throws: the socket is gone, and whoever sends must not suffer for it
        {
            return IClientSocket.Gone;
        }
        return bytes.Length;
    }

    public void AwaitWritable() => _ = AwaitFlushAsync(_flush ?? Task.CompletedTask);

    public void StopAwaitingWritable()
    {
        // each wait is for one flush, and over with it
    }

    public void PauseReading() => _paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ResumeReading()
    {
        _paused?.SetResult();
        _paused = null;
    }

    public bool Release()
    {
        _ = CompleteAsync(_flush ?? Task.CompletedTask);
        return false;
    }

    public void Abort() => abort();

    private async Task AwaitFlushAsync(Task flush)
    {
        await Task.Yield(); // off the caller's lock
        try
        {
            await flush;
        }
        catch (Exception) // as in Send
        {
            abort(); // the socket is gone: its reader notices and cleans up
            return;
        }
        _session!.OnWritable();
    }

    private async Task CompleteAsync(Task flush)
    {
        await Task.Yield(); // off the caller's lock
        try
        {
            await flush;
            await pipe.Output.CompleteAsync();
        }
        catch (Exception) // as in Send
        {
            abort();
        }
    }

    private async Task ReadAsync(ClientSession session)
    {
        while (true)
        {
            if (_paused is { } paused)
                await paused.Task;
            var result = await pipe.Input.ReadAsync();
            var consumed = result.Buffer.GetPosition(Read(session, result.Buffer));
            // Whole frames that are left must be seen again without more coming.
            pipe.Input.AdvanceTo(consumed, session.HasMore ? consumed : result.Buffer.End);
            if (session.HasEnded || (!session.HasMore && (result.IsCompleted || result.IsCanceled)))
                return;
        }
    }

    // A copy: the session unmasks in place, and wants it in one piece.
    private static int Read(ClientSession session, in ReadOnlySequence<byte> bytes)
    {
        var copy = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        try
        {
            bytes.CopyTo(copy);
            return session.Read(copy.AsSpan(0, (int)bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
