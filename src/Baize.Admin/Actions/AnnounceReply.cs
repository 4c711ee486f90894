namespace Baize.Admin.Actions;

/// <summary>Reply of <c>POST /announce</c>.</summary>
/// <param name="Connections">Connections that were told.</param>
/// <param name="Instances">By instance.</param>
internal sealed record AnnounceReply(int Connections, IReadOnlyList<BroadcastOutcome> Instances);
