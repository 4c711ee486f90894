namespace Baize;

/// <summary>A command cannot do what it was asked: the message is printed, without a stack trace, and the exit code is 1.</summary>
internal sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
