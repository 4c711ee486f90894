using Baize.Gateway.Health;

namespace Baize.Gateway.Routing;

/// <summary>Whom to ask for a WebSocket.</summary>
/// <param name="Upstreams">The best first; empty where no instance takes anything new.</param>
/// <param name="Owner">The room's owner, if it is the first of them; else null.</param>
/// <param name="By">What chose the others.</param>
internal sealed record SocketRoute(IReadOnlyList<Upstream> Upstreams, Upstream? Owner, string By)
{
    /// <summary>As metrics name what chose an instance.</summary>
    public string ChosenBy(Upstream upstream) => upstream == Owner ? "owner" : By;
}
