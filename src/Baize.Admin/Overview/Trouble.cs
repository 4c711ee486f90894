namespace Baize.Admin.Overview;

/// <summary>Something that an operator should know.</summary>
/// <param name="Code"><c>api_away</c>, <c>redis_away</c>, <c>instance_silent</c>, <c>instance_gone</c>, <c>not_ready</c>, <c>no_instance</c>, <c>single</c>.</param>
/// <param name="Subject">What it is about: an address, an instance.</param>
/// <param name="Detail">What is known, for people.</param>
internal sealed record Trouble(string Code, string Subject, string Detail);
