using Baize.Loadtest.Accounting;

namespace Baize.Tests.Cli.Loadtest;

public sealed class LoadScheduleTests
{
    private readonly LoadSchedule _schedule = new(rooms: 5, members: 3, perSecond: 10, length: TimeSpan.FromSeconds(2));

    [Fact]
    public void Messages_OfAllRooms_AreEvenlySpaced()
    {
        Assert.Equal(20, _schedule.PerRoom);
        Assert.Equal(100, _schedule.Count);
        for (var message = 0L; message <= _schedule.Count; message++)
            Assert.Equal(message * 0.02, _schedule.Due(message).TotalSeconds, 0.000_001);
    }

    [Fact]
    public void Turns_OfARoom_GoRoundItsMembers()
    {
        var ofRoom2 = Enumerable.Range(0, (int)_schedule.Count).Select(m => _schedule.At(m)).Where(m => m.Room == 2).ToList();

        Assert.Equal(Enumerable.Range(0, 20), ofRoom2.Select(m => m.Number));
        Assert.Equal([0, 1, 2, 0, 1], ofRoom2.Take(5).Select(m => m.Member));
    }

    [Fact]
    public void Number_OfAMembersCounter_LeadsBackToTheMessage()
    {
        for (var message = 0L; message < _schedule.Count; message++)
        {
            var (room, number, member) = _schedule.At(message);
            Assert.Equal(number, _schedule.Number(member, _schedule.Counter(number)));
            Assert.Equal(message, _schedule.Message(room, number));
        }
    }
}
