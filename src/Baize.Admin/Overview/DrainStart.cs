namespace Baize.Admin.Overview;

/// <summary>How an instance was when its drain was first seen.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Connections">Open then.</param>
/// <param name="Rooms">Owned then.</param>
internal sealed record DrainStart(long At, int Connections, int Rooms);
