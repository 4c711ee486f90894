namespace Baize.GameServer.Http;

/// <summary>Reply of <c>POST /internal/drain</c>: it has begun, or had before.</summary>
/// <param name="InstanceId">This instance.</param>
/// <param name="State"><c>draining</c>.</param>
/// <param name="Connections">Still open.</param>
/// <param name="Rooms">Still owned.</param>
/// <param name="DeadlineMs">The longest it may take.</param>
internal sealed record DrainReply(string InstanceId, string State, int Connections, int Rooms, long DeadlineMs);
