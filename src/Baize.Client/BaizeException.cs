namespace Baize.Client;

/// <summary>Why something that was asked did not happen, or may not have.</summary>
public sealed class BaizeException : Exception
{
    /// <summary>Makes one.</summary>
    public BaizeException(string code, string message, bool isRetryable = false, Exception? innerException = null)
        : base(message, innerException) => (Code, IsRetryable) = (code, isRetryable);

    /// <summary>The server's code (<see cref="Protocol.Frames.ErrorCodes"/>) or one of the client's (<see cref="ClientErrorCodes"/>).</summary>
    public string Code { get; }

    /// <summary>Whether the same, asked again later, may succeed. What is retryable has been retried until its deadline already.</summary>
    public bool IsRetryable { get; }

    // A task of each caller must have an exception of its own: they are thrown, and gather their stack traces, in different places.
    internal BaizeException Again() => new(Code, Message, IsRetryable, InnerException);
}
