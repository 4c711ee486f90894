namespace Baize.GameServer.Http;

/// <summary>Reply of <c>POST /internal/drain</c> (it has begun, or had before) and <c>/internal/undrain</c>.</summary>
/// <param name="InstanceId">This instance.</param>
/// <param name="State"><c>draining</c>; undrained, <c>active</c>.</param>
/// <param name="Connections">Still open.</param>
/// <param name="Rooms">Still owned.</param>
/// <param name="DeadlineMs">The longest it may take.</param>
/// <param name="Exit">Whether the process ends when it is done.</param>
internal sealed record DrainReply(string InstanceId, string State, int Connections, int Rooms, long DeadlineMs, bool Exit);
