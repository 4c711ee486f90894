using Baize.Cluster.Local;
using Baize.Cluster.Rooms;

namespace Baize.PlatformTests.Cluster;

public sealed class LocalRoomStoreTests : RoomStoreContract
{
    private LocalRoomStore _store = new(TimeProvider.System);

    protected override Task ClearAsync()
    {
        _store = new LocalRoomStore(TimeProvider.System);
        return Task.CompletedTask;
    }

    internal override Task<IRoomStore> OpenAsync() => Task.FromResult<IRoomStore>(_store);
}
