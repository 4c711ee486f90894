using Baize.Rooms.Runtime;

namespace Baize.Rooms;

/// <summary>Who holds a seat in a game. Always up to date; the same object for as long as the game runs on this instance.</summary>
public sealed class Player
{
    private readonly Member _member;

    internal Player(Member member, int seat)
    {
        _member = member;
        Seat = seat;
    }

    /// <summary>From 0, without gaps: the player is <c>Players[Seat]</c>. What a state should refer to players by.</summary>
    public int Seat { get; }

    /// <summary>1 … 2^53−1; a bot's is negative.</summary>
    public long UserId => _member.UserId;

    /// <summary>For people.</summary>
    public string Name => _member.Name;

    /// <summary>Whether the runtime plays for the seat, by <see cref="Game.Bot"/>.</summary>
    public bool IsBot => _member.IsBot;

    /// <summary>Has a connection now. A bot always has.</summary>
    public bool IsConnected => _member.Connected;

    /// <summary>Left the room; the seat is kept until the game ends, and its holder may come back to it.</summary>
    public bool HasLeft => _member.HasLeft;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (seat {Seat})";
}
