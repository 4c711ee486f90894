namespace Baize.GameServer.Http;

/// <summary>Reply of <c>GET /stats</c>.</summary>
/// <param name="InstanceId">This instance.</param>
/// <param name="Connections">Open WebSockets.</param>
/// <param name="Rooms">Rooms owned here.</param>
/// <param name="EdgeRooms">Rooms that connections here are in, whoever owns them.</param>
/// <param name="State"><c>active</c> or <c>draining</c>.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Mode"><c>cluster</c> or <c>single</c>.</param>
/// <param name="ModeReason">Why single; absent in a cluster.</param>
/// <param name="Ready">As <c>/health/ready</c> says.</param>
/// <param name="UptimeMs">Since the start.</param>
/// <param name="Version">The software's version.</param>
/// <param name="MachineId"><c>server.machine_id</c>.</param>
/// <param name="Address">Advertised to others.</param>
/// <param name="Port">The game port.</param>
/// <param name="Pid">Process id.</param>
/// <param name="RoomsByStatus">Rooms owned here, by their status.</param>
/// <param name="FramesInPerSecond">Frames from clients; this and the following rates over the last 10 s.</param>
/// <param name="FramesOutPerSecond">Frames to clients.</param>
/// <param name="DeliveriesPerSecond">Sequenced events to members.</param>
/// <param name="CommitsPerSecond">Commits.</param>
/// <param name="EventsPerSecond">Events committed.</param>
/// <param name="Cpu">Cores in use.</param>
/// <param name="MemoryBytes">The process' working set.</param>
/// <param name="Reason">Why not ready; absent where ready.</param>
/// <param name="Drain">What the drain ends in, <c>exit</c> or <c>stay</c>; absent where there is none.</param>
internal sealed record StatsReply(
    string InstanceId,
    int Connections,
    int Rooms,
    int EdgeRooms,
    string State,
    long Time,
    string Mode,
    string? ModeReason,
    bool Ready,
    long UptimeMs,
    string Version,
    int MachineId,
    string Address,
    int Port,
    int Pid,
    IReadOnlyDictionary<string, int> RoomsByStatus,
    double FramesInPerSecond,
    double FramesOutPerSecond,
    double DeliveriesPerSecond,
    double CommitsPerSecond,
    double EventsPerSecond,
    double Cpu,
    long MemoryBytes,
    string? Reason,
    string? Drain);
