namespace Baize.Up;

/// <summary>Which port belongs to whom.</summary>
/// <param name="Api">The API and its page.</param>
/// <param name="Admin">The admin page.</param>
/// <param name="GameServers">One per game server.</param>
/// <param name="Nginx">The balancer's, where nginx is installed.</param>
/// <param name="Store">The embedded store; it may move, as nobody else needs to know it.</param>
/// <param name="Gateway">The gateway.</param>
internal sealed record PortPlan(int Api, int Admin, IReadOnlyList<int> GameServers, int Nginx, int Store, int Gateway)
{
    /// <summary>The API's port where nothing else is asked for; <c>server.port</c>'s default.</summary>
    public const int DefaultBase = 8080;

    /// <summary>The highest number of game servers: a machine has no use for more.</summary>
    public const int MaxInstances = 32;

    /// <summary>The gateway's port beside that base; <c>server.gateway_port</c>'s default.</summary>
    public const int DefaultGateway = 8000;

    private const int UsualNginx = 8;

    /// <summary>
    /// API on the base, game servers on base +1, +3, +4, …; +2 is the admin page's, +8 nginx', +9 the store's (these two later if a
    /// game server has them), and the one after that the gateway's, which beside the usual base has its usual port.
    /// </summary>
    /// <exception cref="CommandException">The ports would not all be within 1 to 65535, or the number of instances is not 1 to 32.</exception>
    public static PortPlan Create(int portBase, int instances)
    {
        if (instances is < 1 or > MaxInstances)
            throw new CommandException($"--instances is {instances}; it must be 1 to {MaxInstances}.");
        var last = Offset(instances);
        var nginx = Math.Max(UsualNginx, last + 1);
        var (store, gateway) = (nginx + 1, nginx + 2);
        if (portBase < 1 || portBase + gateway > ushort.MaxValue)
            throw new CommandException($"--port-base is {portBase}; it must be 1 to {ushort.MaxValue - gateway}.");
        return new(
            portBase, portBase + 2, [.. Enumerable.Range(1, instances).Select(i => portBase + Offset(i))], portBase + nginx, portBase + store,
            portBase == DefaultBase ? DefaultGateway : portBase + gateway);
    }

    /// <summary>The ports that must be free, and who needs them.</summary>
    public IEnumerable<(int Port, string Name)> Needed() =>
        GameServers.Select((port, i) => (port, $"game-{i + 1}")).Prepend((Gateway, "gateway")).Prepend((Api, "api")).Append((Admin, "admin"));

    private static int Offset(int instance) => instance == 1 ? 1 : instance + 1;
}
