namespace Baize.Client;

/// <summary>Where a client stands with its connection.</summary>
/// <param name="Status">In a word.</param>
/// <param name="Attempt">While connecting or reconnecting: which try this is, from 1; else 0.</param>
/// <param name="Since">While reconnecting: when the connection was lost; else null.</param>
/// <param name="Session">While connected: who and where the client is; else null.</param>
/// <param name="Reason">When closed: why, <c>closed</c> where the application closed it; else null.</param>
public sealed record ConnectionState(
    ConnectionStatus Status,
    int Attempt = 0,
    DateTimeOffset? Since = null,
    SessionInfo? Session = null,
    BaizeException? Reason = null);
