namespace Baize.PlatformTests.Support;

/// <summary>How a server answered a WebSocket handshake.</summary>
/// <param name="Status">101, or why not.</param>
/// <param name="Head">Status line and headers as text.</param>
/// <param name="Socket">The connection; null unless 101.</param>
internal sealed record HandshakeAnswer(int Status, string Head, RawWebSocket? Socket);
