using Baize.Loadtest.Wire;

namespace Baize.Loadtest.Targets;

/// <summary>What a server can say, as far as a load test cares.</summary>
internal interface ILoadEvents
{
    /// <summary>The server is ready for a join.</summary>
    void OnReady(LoadClient client);

    /// <summary>The client is a member.</summary>
    /// <param name="client">The client.</param>
    /// <param name="head">The room's position; 0 where it has none.</param>
    void OnJoined(LoadClient client, long head);

    /// <summary>A message came.</summary>
    void OnDelivered(LoadClient client, MessageMark mark, long seq);

    /// <summary>Another sequenced event came.</summary>
    void OnEvent(LoadClient client, long seq);

    /// <summary>A message was acked.</summary>
    void OnAck(LoadClient client);

    /// <summary>The server refused something.</summary>
    /// <param name="client">The client.</param>
    /// <param name="why">In words.</param>
    /// <param name="retryable">Whether it may be asked again.</param>
    void OnRefused(LoadClient client, string why, bool retryable);
}
