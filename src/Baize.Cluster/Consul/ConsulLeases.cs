using System.Globalization;
using System.Net;
using Baize.Cluster.Instances;

namespace Baize.Cluster.Consul;

/// <summary>
/// Makes what a record hangs on: a service with a TTL check, which others find instances by too, and a session that ends when
/// the check turns critical. Consul's own times for sessions begin at 10 s and are kept to within their double.
/// </summary>
internal sealed class ConsulLeases(ConsulCalls calls, TimeProvider time)
{
    /// <summary>The service's name in Consul.</summary>
    public const string Service = "baize-game-server";

    /// <summary>How long the servers may take to hear of a check from the agent: it tells them at once.</summary>
    private static readonly TimeSpan Sync = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The agent takes away a service that is dead for so long; a minute is the least that it knows.</summary>
    private static readonly TimeSpan Bury = TimeSpan.FromMinutes(1);

    public async ValueTask<ConsulLease> MakeAsync(InstanceRecord instance, TimeSpan ttl, CancellationToken cancellationToken)
    {
        // A name of its own each time: two who want one id must not overwrite each other's service.
        var name = $"{Service}-{instance.InstanceId}-{Guid.NewGuid().ToString("N")[..8]}";
        var check = new ConsulCheck(name, Duration(ttl), "passing", Duration(Bury));
        var service = new ConsulService(
            name, Service, instance.Address, instance.Port, new Dictionary<string, string> { ["instance_id"] = instance.InstanceId }, check);
        var registered = await calls.PutAsync("agent/service/register", service, ConsulJson.Default.ConsulService, cancellationToken);
        if (!registered.IsOk)
            throw calls.Refused(registered);
        try
        {
            return new ConsulLease(name, await OpenSessionAsync(name, cancellationToken), ttl);
        }
        catch
        {
            await EndAsync(new ConsulLease(name, "", ttl), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Says that all is well for another <see cref="ConsulLease.Ttl"/>.</summary>
    /// <returns>False where the agent does not know the check any more.</returns>
    public async ValueTask<bool> KeepAsync(ConsulLease lease, CancellationToken cancellationToken)
    {
        var reply = await calls.PutAsync($"agent/check/pass/{Uri.EscapeDataString(lease.Name)}", cancellationToken);
        return reply.IsOk || (reply.Status is HttpStatusCode.NotFound or HttpStatusCode.InternalServerError ? false : throw calls.Refused(reply));
    }

    /// <summary>Takes the service away, and with it the session and what hangs on it.</summary>
    public async ValueTask EndAsync(ConsulLease lease, CancellationToken cancellationToken)
    {
        try
        {
            if (lease.Session.Length > 0)
                await calls.PutAsync($"session/destroy/{lease.Session}", cancellationToken);
            await calls.PutAsync($"agent/service/deregister/{Uri.EscapeDataString(lease.Name)}", cancellationToken);
        }
        catch (ClusterUnavailableException)
        {
            // its check turns critical, and the agent takes it away
        }
    }

    private async ValueTask<string> OpenSessionAsync(string check, CancellationToken cancellationToken)
    {
        var session = new ConsulSession(check, "0s", "delete", [], [new ConsulSessionCheck(check)]);
        for (var started = time.GetTimestamp(); ;)
        {
            var reply = await calls.PutAsync("session/create", session, ConsulJson.Default.ConsulSession, cancellationToken);
            if (reply.IsOk)
                return ConsulText.Read(reply.Body, ConsulJson.Default.ConsulSessionId).ID;
            if (time.GetElapsedTime(started) > Sync)
                throw calls.Refused(reply);
            await Task.Delay(Pause, time, cancellationToken); // the servers have not heard of the check yet
        }
    }

    private static string Duration(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMilliseconds}ms");
}
