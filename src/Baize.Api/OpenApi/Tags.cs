namespace Baize.Api.OpenApi;

/// <summary>The document's chapters.</summary>
internal static class Tags
{
    public const string Players = "Players";
    public const string Rooms = "Rooms";
    public const string Platform = "Platform";
    public const string Trusted = "Trusted services";
    public const string Health = "Health";

    /// <summary>In the order in which a newcomer needs them.</summary>
    public static readonly string[] InOrder = [Players, Rooms, Platform, Trusted, Health];
}
