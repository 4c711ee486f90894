using Baize.GameServer.Rooms;

namespace Baize.Tests.GameServer.Rooms;

public sealed class AttachmentsTests
{
    private readonly Attachments _attachments = new();

    [Fact]
    public void Detach_NewsOlderThanTheJoin_ChangesNothing()
    {
        _attachments.Attach("e1", userId: 1, stamp: 5);

        Assert.False(_attachments.Detach("e1", userId: 1, stamp: 4));
        Assert.True(_attachments.IsAttached(1));
    }

    [Fact]
    public void Detach_UserIsStillAtAnotherEdge_SaysNotLast()
    {
        _attachments.Attach("e1", userId: 1, stamp: 1);
        _attachments.Attach("e2", userId: 1, stamp: 1);

        Assert.False(_attachments.Detach("e1", userId: 1, stamp: 2));
        Assert.Equal(["e2"], _attachments.Edges);
        Assert.True(_attachments.Detach("e2", userId: 1, stamp: 2));
        Assert.True(_attachments.IsEmpty);
    }

    [Fact]
    public void DetachEdge_UsersThereAlone_AreTold()
    {
        _attachments.Attach("e1", userId: 1, stamp: 1);
        _attachments.Attach("e1", userId: 2, stamp: 2);
        _attachments.Attach("e2", userId: 2, stamp: 1);

        Assert.Equal([1], _attachments.DetachEdge("e1"));
        Assert.Equal(["e2"], _attachments.Edges);
    }
}
