using System.Net;
using Baize.Loadtest.Wire;

namespace Baize.Loadtest;

/// <summary>A player: one socket and a place in a room. It belongs to one thread.</summary>
/// <param name="url">Where it connects.</param>
/// <param name="address">The same, resolved, as the kernel has it.</param>
/// <param name="userId">Its own.</param>
/// <param name="room">Its room's number; −1: it joins none.</param>
/// <param name="member">Its place in the room.</param>
internal sealed class LoadClient(Uri url, SocketAddress address, long userId, int room, int member)
{
    public Uri Url => url;

    public SocketAddress Address => address;

    public long UserId => userId;

    public int Room => room;

    public int Member => member;

    /// <summary>Its place among its thread's clients.</summary>
    public int Token { get; set; }

    /// <summary>The file descriptor; −1: none.</summary>
    public int Socket { get; set; } = -1;

    public LoadClientState State { get; set; }

    /// <summary>How often it was told to ask again to join.</summary>
    public int JoinsRefused { get; set; }

    /// <summary>The last position that came; −1: not known.</summary>
    public long Seq { get; set; } = -1;

    /// <summary>The beginning of a frame whose end has not come; rented.</summary>
    public byte[]? Partial { get; set; }

    public int PartialLength { get; set; }

    /// <summary>The parts that came of a message in several frames.</summary>
    public MemoryStream? Fragments { get; set; }

    /// <summary>What the socket did not take.</summary>
    public MemoryStream? Unsent { get; set; }

    /// <summary>Made with its first message.</summary>
    public MessageTemplate? Template { get; set; }
}
