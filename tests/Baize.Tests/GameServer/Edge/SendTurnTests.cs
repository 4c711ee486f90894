using Baize.GameServer.Edge;
using Baize.Hosting.Auth;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Baize.Tests.GameServer.Edge;

public sealed class SendTurnTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EdgeSettings _settings;

    public SendTurnTests() =>
        _settings = new EdgeSettings(1_000_000, 100, ActivatorUtilities.CreateInstance<EdgeMetrics>(_services), _ => { });

    [Fact]
    public void Send_InATurn_LeavesInOneSendAtItsEnd()
    {
        var (connection, socket) = Connect();
        using (SendTurn.Begin())
        {
            connection.Send([1, 2]);
            using (SendTurn.Begin())
                connection.Send([3]);
            Assert.Empty(socket.Taken);
        }

        Assert.Equal([1, 2, 3], socket.Taken);
        Assert.Equal(1, socket.Sends);
    }

    [Fact]
    public void Send_InAndOutOfTurnsOfManySizes_KeepsTheOrder() =>
        Gen.Select(Gen.Int[1, 5_000].Array[1, 12], Gen.Bool.Array[12], Gen.Int[0, 20_000]).Sample((sizes, inTurn, room) =>
        {
            var (connection, socket) = Connect();
            socket.Room = room;
            var expected = new List<byte>();
            using (SendTurn.Begin())
            {
                for (var i = 0; i < sizes.Length; i++)
                {
                    var frame = Enumerable.Repeat((byte)i, sizes[i]).ToArray();
                    expected.AddRange(frame);
                    if (inTurn[i])
                        connection.Send(frame);
                    else
                        Task.Run(() => connection.Send(frame)).Wait(); // a thread that is in no turn
                }
            }
            socket.Room = int.MaxValue;
            connection.OnWritable();

            Assert.Equal(expected, socket.Taken);
        });

    [Fact]
    public void Close_InATurn_FollowsWhatWasKept()
    {
        var (connection, socket) = Connect();
        using (SendTurn.Begin())
        {
            connection.Send([1]);
            connection.Close(1000, "");
            connection.Send([2]);
        }

        Assert.Equal([1, 0x88, 2, 0x03, 0xE8], socket.Taken);
    }

    [Fact]
    public void OnWritable_AllIsTaken_AwaitsNoMore()
    {
        var (connection, socket) = Connect();
        socket.Room = 1;
        connection.Send([1, 2, 3, 4]);
        Assert.True(socket.IsAwaited);

        socket.Room = 2;
        connection.OnWritable();
        Assert.True(socket.IsAwaited);

        socket.Room = int.MaxValue;
        connection.OnWritable();
        Assert.False(socket.IsAwaited);
        Assert.Equal([1, 2, 3, 4], socket.Taken);
    }

    [Fact]
    public void Send_ManyConnectionsInATurn_AllGetTheirs()
    {
        var all = Enumerable.Range(0, 200).Select(_ => Connect()).ToArray();
        using (SendTurn.Begin())
        {
            for (byte i = 0; i < 3; i++)
            {
                foreach (var (connection, _) in all)
                    connection.Send([i]);
            }
        }

        Assert.All(all, one => Assert.Equal([0, 1, 2], one.Socket.Taken));
    }

    public void Dispose() => _services.Dispose();

    private (Connection Connection, FakeSocket Socket) Connect()
    {
        var socket = new FakeSocket();
        return (new Connection("s", new UserIdentity(1, "u"), socket, _settings), socket);
    }
}
