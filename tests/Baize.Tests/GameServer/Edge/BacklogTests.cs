using Baize.GameServer.Edge;
using CsCheck;

namespace Baize.Tests.GameServer.Edge;

public sealed class BacklogTests
{
    [Fact]
    public void Flush_SocketTakesAnyPieces_GetsAllBytesInOrder() =>
        Gen.Select(Gen.Byte.Array[1, 300].Array[1, 20], Gen.Int[1, 700], Gen.Int[0, 300]).Sample((frames, step, firstTaken) =>
        {
            var socket = new FakeSocket { Room = 0 };
            var taken = Math.Min(firstTaken, frames[0].Length - 1);
            socket.Taken.AddRange(frames[0].Take(taken));
            var backlog = Backlog.Of(frames[0], taken, SendKind.Event);
            foreach (var frame in frames.Skip(1))
                backlog.Add(frame, SendKind.Event);
            var expected = frames.SelectMany(f => f).ToArray();
            Assert.Equal(expected.Length, backlog.Counted);

            bool? done;
            do
            {
                socket.Room = step;
                done = backlog.Flush(socket);
            }
            while (done == false);

            Assert.True(done);
            Assert.Equal(0, backlog.Counted);
            Assert.Equal(expected, socket.Taken);
        });

    [Fact]
    public void Flush_FramesLongerThanAChunk_AreSentWhole()
    {
        var long1 = Enumerable.Range(0, 150_000).Select(i => (byte)i).ToArray();
        var socket = new FakeSocket();
        var backlog = Backlog.Of([1, 2, 3], 1, SendKind.Event);
        backlog.Add(long1, SendKind.CatchUp);
        backlog.Add([4], SendKind.Event);

        Assert.True(backlog.Flush(socket));
        Assert.Equal([2, 3, .. long1, 4], socket.Taken);
    }

    [Fact]
    public void DropSignals_FirstIsHalfOut_KeepsItAndAllEvents()
    {
        var socket = new FakeSocket();
        var backlog = Backlog.Of([1, 2], 1, SendKind.Signal);
        backlog.Add([3], SendKind.Signal);
        backlog.Add([4], SendKind.Event);
        backlog.Add([5], SendKind.CatchUp);

        Assert.Equal(1, backlog.DropSignals());
        Assert.Equal(3, backlog.Counted); // what the client asked for does not count
        Assert.True(backlog.Flush(socket));
        Assert.Equal([2, 4, 5], socket.Taken);
    }

    [Fact]
    public void Clear_FirstIsHalfOut_LeavesItAlone()
    {
        var socket = new FakeSocket();
        var backlog = Backlog.Of([1, 2], 1, SendKind.Event);
        backlog.Add([3], SendKind.Event);

        backlog.Clear();

        Assert.True(backlog.Flush(socket));
        Assert.Equal([2], socket.Taken);
    }

    [Fact]
    public void Flush_SocketHasEnded_SaysSo() => Assert.Null(Backlog.Of([1], 0, SendKind.Event).Flush(new FakeSocket { IsGone = true }));
}
