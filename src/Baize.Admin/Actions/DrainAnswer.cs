namespace Baize.Admin.Actions;

/// <summary>A game server's answer to <c>POST /internal/drain</c> and <c>/internal/undrain</c>.</summary>
internal sealed record DrainAnswer(string InstanceId, string State, int Connections, int Rooms, long DeadlineMs, bool Exit);
