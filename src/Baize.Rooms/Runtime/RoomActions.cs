namespace Baize.Rooms.Runtime;

/// <summary>What a <c>room_updated</c> may report (<c>data.action</c>).</summary>
internal static class RoomActions
{
    public const string Join = "join";
    public const string Leave = "leave";
    public const string Ready = "ready";
    public const string CancelReady = "cancel_ready";
    public const string Start = "start";
    public const string Disconnect = "disconnect";
    public const string Reconnect = "reconnect";
    public const string Kick = "kick";
    public const string Host = "host";
}
