using Baize.Client.Connections;

namespace Baize.Client.Events;

/// <summary><c>migrate</c>: the instance is going away; the client will have moved by itself.</summary>
public sealed record MigrationAnnounced : ServerEvent
{
    internal MigrationAnnounced(Frame frame)
        : base(frame)
    {
    }
}
