using Baize.GameServer.Sockets;

namespace Baize.Tests.GameServer.Edge;

/// <summary>A socket that takes as many bytes as the test allows.</summary>
internal sealed class FakeSocket : IClientSocket
{
    public List<byte> Taken { get; } = [];

    public int Room { get; set; } = int.MaxValue;

    public bool IsGone { get; set; }

    public int Sends { get; private set; }

    public int Awaited { get; private set; }

    public bool IsAwaited { get; private set; }

    public bool IsPaused { get; private set; }

    public bool IsAborted { get; private set; }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (IsGone)
            return IClientSocket.Gone;
        Sends++;
        var taken = Math.Min(Room, bytes.Length);
        Taken.AddRange(bytes[..taken]);
        Room -= taken;
        return taken;
    }

    public void AwaitWritable()
    {
        Awaited++;
        IsAwaited = true;
    }

    public void StopAwaitingWritable() => IsAwaited = false;

    public void PauseReading() => IsPaused = true;

    public void ResumeReading() => IsPaused = false;

    public bool Release() => true;

    public void Abort() => IsAborted = true;
}
