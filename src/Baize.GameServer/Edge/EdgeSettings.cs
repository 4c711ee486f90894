namespace Baize.GameServer.Edge;

/// <summary>What all connections share.</summary>
/// <param name="OutboundQueueBytes">Bytes that may wait for a slow reader.</param>
/// <param name="MessagesPerSecond">Frames a client may send.</param>
/// <param name="Metrics">Where drops are counted.</param>
/// <param name="Closing">Told when a connection has begun to close: it may take a while, not for ever.</param>
internal sealed record EdgeSettings(int OutboundQueueBytes, int MessagesPerSecond, EdgeMetrics Metrics, Action<Connection> Closing);
