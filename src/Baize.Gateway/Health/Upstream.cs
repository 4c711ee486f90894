using Baize.Cluster.Instances;

namespace Baize.Gateway.Health;

/// <summary>Where requests go: a game-server instance or an API.</summary>
/// <param name="Kind">As metrics name it: <see cref="Instance"/> or <see cref="Api"/>.</param>
/// <param name="Name">For logs: the instance's id, or the API's address.</param>
/// <param name="Address">The base of its HTTP endpoints.</param>
internal sealed record Upstream(string Kind, string Name, Uri Address)
{
    public const string Instance = "instance";
    public const string Api = "api";

    public static Upstream Of(InstanceRecord instance) => new(Instance, instance.InstanceId, instance.BaseAddress());

    public static Upstream OfApi(Uri address) => new(Api, address.Authority, address);
}
