namespace Baize.GameServer.Sockets.Epoll;

/// <summary>Something with a descriptor that a reactor watches. Called on the reactor's thread alone.</summary>
internal interface IReady
{
    /// <summary>The descriptor is ready.</summary>
    /// <param name="events">The <c>EPOLL…</c> bits.</param>
    void OnReady(uint events);

    /// <summary>Posted by another thread: goes on with what it waited for.</summary>
    void OnPosted();

    /// <summary>Looked at every second, to end what takes too long.</summary>
    void OnSweep();

    /// <summary>The reactor ends: lets go of the descriptor.</summary>
    void OnStop();
}
