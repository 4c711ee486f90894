namespace Baize.Client.Events;

/// <summary>What a client tells of: its connection (<see cref="StateChanged"/>), and words that are of no room it is in (<see cref="ServerEvent"/>).</summary>
public abstract record ClientEvent
{
    private protected ClientEvent()
    {
    }
}
