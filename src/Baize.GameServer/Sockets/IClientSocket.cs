namespace Baize.GameServer.Sockets;

/// <summary>
/// The seam between the sockets and the edge: what a connection needs of its socket. All of it is called under the
/// connection's lock, and none of it waits. The socket for its part calls the session: <c>Read</c>, <c>OnWritable</c>, and
/// the hub's <c>Closed</c> at the end.
/// </summary>
internal interface IClientSocket
{
    /// <summary>Sends what goes at once.</summary>
    /// <returns>Bytes taken, from 0 to all; <see cref="Gone"/> where the socket has ended.</returns>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>After a <see cref="Send"/> that did not take all: asks for one call of the session's <c>OnWritable</c> when it would take more.</summary>
    void AwaitWritable();

    /// <summary>All has been taken: no call of <c>OnWritable</c> is wanted any more.</summary>
    void StopAwaitingWritable();

    /// <summary>Reads no more for now: TCP holds the client back.</summary>
    void PauseReading();

    /// <summary>Reads on, what is already here first.</summary>
    void ResumeReading();

    /// <summary>Ends the socket; what it has taken still goes out.</summary>
    /// <returns>Whether that is done; else a peer that takes nothing may hold it up, until <see cref="Abort"/>.</returns>
    bool Release();

    /// <summary>Cuts the socket.</summary>
    void Abort();

    /// <summary><see cref="Send"/>: the socket has ended.</summary>
    const int Gone = -1;
}
