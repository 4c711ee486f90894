using Baize.Loadtest.Accounting;

namespace Baize.Tests.Cli.Loadtest;

public sealed class RunLedgerTests
{
    private readonly RunLedger _ledger = new(run: 1, new LoadSchedule(rooms: 2, members: 2, perSecond: 5, length: TimeSpan.FromSeconds(1)), TimeSpan.Zero, sequenced: true);

    [Fact]
    public void Lost_OneReceiverMissesOne_IsOne()
    {
        _ledger.OnSent(room: 0);
        _ledger.OnSent(room: 1);
        _ledger.OnDelivered(room: 0, member: 0, number: 0, seq: 4);
        _ledger.OnDelivered(room: 0, member: 1, number: 0, seq: 4);
        _ledger.OnDelivered(room: 1, member: 0, number: 0, seq: 4);

        Assert.Equal((2, 4, 1), (_ledger.Sent, _ledger.Expected, _ledger.Lost));
        Assert.Equal((0, 0, 0), (_ledger.Doubled, _ledger.OutOfOrder, _ledger.SeqFaults));
    }

    [Fact]
    public void Lost_CopyForAnother_DoesNotMakeUpForIt()
    {
        _ledger.OnSent(room: 0);
        _ledger.OnDelivered(room: 0, member: 0, number: 0, seq: 4);
        _ledger.OnDelivered(room: 0, member: 0, number: 0, seq: 4);

        Assert.Equal((1, 1), (_ledger.Lost, _ledger.Doubled));
    }

    [Fact]
    public void OnDelivered_AtAnotherPositionThanOthersHave_IsASeqFault()
    {
        _ledger.OnSent(room: 0);
        _ledger.OnDelivered(room: 0, member: 0, number: 0, seq: 4);
        _ledger.OnDelivered(room: 0, member: 1, number: 0, seq: 5);

        Assert.Equal(1, _ledger.SeqFaults);
    }
}
