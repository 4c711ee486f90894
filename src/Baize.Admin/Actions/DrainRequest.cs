namespace Baize.Admin.Actions;

/// <summary>Body of <c>POST /instances/{id}/drain</c>, and of a game server's <c>POST /internal/drain</c>.</summary>
/// <param name="Exit">Whether the process ends when the drain is done; else it stays, empty, until it is undrained.</param>
internal sealed record DrainRequest(bool Exit = true);
