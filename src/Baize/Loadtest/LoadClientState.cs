namespace Baize.Loadtest;

/// <summary>How far a client is.</summary>
internal enum LoadClientState : byte
{
    /// <summary>Not begun.</summary>
    None,

    /// <summary>The TCP connection is being made.</summary>
    Connecting,

    /// <summary>The handshake is sent.</summary>
    Upgrading,

    /// <summary>The socket is open; the server has not said so, or the join is not answered.</summary>
    Entering,

    /// <summary>Ready: a member where it is to be one.</summary>
    Ready,

    /// <summary>Its connection has ended.</summary>
    Gone,
}
