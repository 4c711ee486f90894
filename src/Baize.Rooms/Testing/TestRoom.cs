using Baize.Rooms.Runtime;

namespace Baize.Rooms.Testing;

/// <summary>Rooms with a running game.</summary>
public static class TestRoom
{
    /// <summary>Makes a room and starts its game, with players 1, 2, 3, …</summary>
    /// <typeparam name="TGame">Your game.</typeparam>
    /// <param name="players">How many; null: as many as it has seats.</param>
    /// <param name="options">The game's options, as an object whose properties are named as in JSON; null: the defaults.</param>
    /// <param name="seed">Of the game's random numbers.</param>
    /// <param name="times">How long the room waits for people; null: the defaults.</param>
    /// <exception cref="InvalidOperationException">The game cannot start like that.</exception>
    public static TestRoom<TGame> Play<TGame>(int? players = null, object? options = null, ulong seed = 1, RoomTimes? times = null)
        where TGame : Game, new()
    {
        var room = new TestRoom<TGame>(options, seats: null, seed, times);
        var count = players ?? room.Info.MaxPlayers;
        for (var user = 1; user <= count; user++)
            room.Join(user);
        for (var user = 2; user <= count; user++)
            room.Ready(user);
        var reply = room.Start(1);
        return reply.Code is null ? room : throw new InvalidOperationException(reply.Message);
    }
}
