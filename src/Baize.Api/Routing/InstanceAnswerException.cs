namespace Baize.Api.Routing;

/// <summary>An instance answered with what is no answer to the question: it is of a version that does not fit, or no game server at all.</summary>
internal sealed class InstanceAnswerException(string instanceId, Exception? inner)
    : Exception($"Instance {instanceId} answered what is not of this protocol.", inner);
