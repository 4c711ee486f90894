using System.Net;
using System.Text;

namespace Baize.Cluster.Consul;

/// <summary>An answer of the agent's.</summary>
/// <param name="Status">200, or why not.</param>
/// <param name="Index"><c>X-Consul-Index</c>; 0 where there is none.</param>
/// <param name="Body">As it came.</param>
internal sealed record ConsulReply(HttpStatusCode Status, long Index, byte[] Body)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    public string Text => Encoding.UTF8.GetString(Body);
}
