namespace Baize.Client.Events;

/// <summary>The client's connection came, went or is being made.</summary>
public sealed record StateChanged : ClientEvent
{
    internal StateChanged(ConnectionState state) => State = state;

    /// <summary>Where it stands now.</summary>
    public ConnectionState State { get; }
}
