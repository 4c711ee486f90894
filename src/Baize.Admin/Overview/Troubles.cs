using Baize.Admin.Platform;

namespace Baize.Admin.Overview;

/// <summary>Finds what an operator should know in a look at the platform.</summary>
internal static class Troubles
{
    public static IEnumerable<Trouble> Of(ApiView view, IReadOnlyList<InstanceRow> rows)
    {
        if (view.Fault is not null)
            yield return new("api_away", view.Address.Authority, view.Fault);
        else if (view.Health is { Status: "not ready" } health)
            yield return new("redis_away", "", health.Reason ?? "");
        else if (view.Health is { Mode: "single" } single)
            yield return new("single", "", single.ModeReason ?? "");
        if (!rows.Any(r => r.State is "active" or "draining"))
            yield return new("no_instance", "", "");
        foreach (var row in rows)
        {
            if (row.State == "silent")
                yield return new("instance_silent", row.InstanceId, row.Fault ?? "");
            else if (row is { State: "gone", DrainStart: null }) // one that drained has left as it was told
                yield return new("instance_gone", row.InstanceId, row.Fault ?? "");
            else if (row is { State: "active", Ready: false })
                yield return new("not_ready", row.InstanceId, row.Reason ?? "");
        }
    }
}
