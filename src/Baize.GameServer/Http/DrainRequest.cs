namespace Baize.GameServer.Http;

/// <summary>Body of <c>POST /internal/drain</c>; may be left out.</summary>
/// <param name="Exit">Whether the process ends when it is done; else it stays, draining and empty, until <c>POST /internal/undrain</c>.</param>
internal sealed record DrainRequest(bool Exit = true);
