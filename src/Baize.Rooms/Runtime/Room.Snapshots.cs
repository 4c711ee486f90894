using System.Text.Json;
using Baize.Protocol.Rooms;

namespace Baize.Rooms.Runtime;

/// <summary>How a room comes to be, and comes back.</summary>
public abstract partial class Room
{
    /// <summary>Makes a room.</summary>
    /// <param name="setup">What it is made from; allowed by <see cref="GameCatalog.Check"/>.</param>
    /// <param name="games">The games of this platform.</param>
    /// <exception cref="ArgumentException">The game, its seats or its options are not allowed.</exception>
    public static Room Create(RoomSetup setup, GameCatalog games)
    {
        if (games.Check(setup.Game, setup.MaxPlayers, setup.Options) is { } error)
            throw new ArgumentException(error, nameof(setup));
        return games.Make(setup.Game) is { } game
            ? GameRoom.Create(setup, game, games.Times)
            : RelayRoom.Create(setup, games.Times);
    }

    /// <summary>Brings a room back from what was committed.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="state">The last snapshot.</param>
    /// <param name="seq">The log's head.</param>
    /// <param name="applied">The requests applied lately, oldest first.</param>
    /// <param name="games">The games of this platform.</param>
    /// <exception cref="InvalidDataException">The snapshot cannot be read here: it is damaged, of a newer version, or of a game this instance lacks.</exception>
    public static Room Restore(string roomId, ReadOnlyMemory<byte> state, long seq, IReadOnlyList<AppliedRequest> applied, GameCatalog games)
    {
        RoomSnapshot? snapshot;
        try
        {
            snapshot = JsonSerializer.Deserialize(state.Span, RoomSnapshotJson.Default.RoomSnapshot);
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException($"Room {roomId}: its snapshot is damaged.", ex);
        }
        if (snapshot is not { V: > 0 and <= RoomSnapshot.Current })
            throw new InvalidDataException($"Room {roomId}: its snapshot has version {snapshot?.V}; this instance reads 1 to {RoomSnapshot.Current}.");
        if (snapshot.Game == RelayGame)
            return new RelayRoom(roomId, snapshot, seq, applied, games.Times);
        return games.Make(snapshot.Game) is { } game
            ? new GameRoom(roomId, snapshot, seq, applied, game, games.Times)
            : throw new InvalidDataException($"Room {roomId}: this instance has no game '{snapshot.Game}'.");
    }

    /// <summary>The room as it is written to the store: with the log's head and the applied requests it is all that <see cref="Restore"/> needs.</summary>
    public byte[] Snapshot() => JsonSerializer.SerializeToUtf8Bytes(TakeSnapshot(), RoomSnapshotJson.Default.RoomSnapshot);

    private protected virtual RoomSnapshot TakeSnapshot() => new()
    {
        V = RoomSnapshot.Current,
        Game = Game,
        Name = Name,
        Status = Status,
        CreatorId = CreatorId,
        HostId = HostId,
        MaxPlayers = MaxPlayers,
        CreatedAt = CreatedAt,
        EndsAt = EndsAt == long.MaxValue ? null : EndsAt,
        Closed = IsClosed,
        NextOrdinal = Members.NextOrdinal,
        Members = [.. Members.InOrder.Select(MemberSnapshot.Of)],
        PutOut = _putOut.Count > 0 ? [.. _putOut] : null,
    };

    private protected static RoomSnapshot New(RoomSetup setup, string name, string status, int maxPlayers, RoomTimes times) => new()
    {
        Game = setup.Game,
        Name = string.IsNullOrEmpty(setup.Name) ? name : setup.Name,
        Status = status,
        // A relay room has no host to start or kick; who had it made may still close it.
        CreatorId = status == RoomStatus.Playing ? setup.HostId : 0,
        HostId = status == RoomStatus.Playing ? 0 : setup.HostId,
        MaxPlayers = maxPlayers,
        CreatedAt = setup.CreatedAt,
        EndsAt = setup.CreatedAt + (long)times.VacantGrace.TotalMilliseconds,
        NextOrdinal = 1,
        Members = [],
    };
}
