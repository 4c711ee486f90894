using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Baize.GameServer.Sockets.Epoll;

/// <summary>Makes the game port when it is to be opened: Kestrel wants to know who will, before there is a cluster for it to serve.</summary>
internal sealed class GamePortFactory(IServiceProvider services) : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<GamePort>().BindAsync(endpoint, cancellationToken);
}
