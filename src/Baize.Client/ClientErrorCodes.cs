namespace Baize.Client;

/// <summary>What may go wrong on the client's side, beside the server's <see cref="Protocol.Frames.ErrorCodes"/>.</summary>
public static class ClientErrorCodes
{
    /// <summary>No answer before the deadline: it may or may not have taken effect.</summary>
    public const string Timeout = "timeout";

    /// <summary>Too many requests wait to be sent or answered: <see cref="BaizeClientOptions.MaxPending"/>.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>A signal was on its way when the connection was lost: signals are not sent twice.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>The client was closed, by the application or by the server.</summary>
    public const string Closed = "closed";

    /// <summary>A newer connection of the same user took this one's place.</summary>
    public const string SessionReplaced = "session_replaced";

    /// <summary>Events of a room did not follow each other; the room is joined anew.</summary>
    public const string Gap = "gap";

    /// <summary>The server sent what is not a frame of the protocol.</summary>
    public const string BadAnswer = "bad_answer";

    /// <summary>A handler of the application threw; <see cref="Exception.InnerException"/> is what it threw.</summary>
    public const string Handler = "handler";
}
