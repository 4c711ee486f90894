using Baize.Cluster;
using Baize.Cluster.Redis;
using Baize.Hosting.Auth;
using Baize.Hosting.Cluster;
using Baize.Output;
using Baize.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Up;

/// <summary>The whole platform on one machine: a store, the API, the gateway, the admin page and game servers, each a process of its own.</summary>
internal static class Platform
{
    /// <summary>Beyond the drain time-out, for a process to end.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    private const int StoreAttempts = 10;

    /// <summary>A certificate is a deployment's, and names its host; here the gateway is asked on loopback.</summary>
    private static readonly string[] WithoutTls = ["--gateway:certificate", "", "--gateway:certificate_key", ""];

    /// <summary>Starts all, and keeps them running until told to stop. Leaves no process and no port.</summary>
    /// <exception cref="CommandException">A port is taken, Redis is not to be reached, or a process does not start.</exception>
    public static async Task RunAsync(UpSettings settings, StopSignals signals, TimeProvider time)
    {
        var plan = PortPlan.Create(settings.PortBase, settings.Instances);
        var (api, gateway, gameServer, admin) = (Binaries.Find("api"), Binaries.Find("gateway"), Binaries.Find("game-server"), Binaries.Find("admin"));
        PortCheck.Ensure(plan);
        try
        {
            using var store = settings.IsShared ? await OpenStoreAsync(settings.Redis, settings.Certificates, plan, signals.Stop) : null;
            var redis = settings.IsShared ? store?.Connection ?? settings.Redis : "";
            var address = AdvertisedAddress.Detect(settings.Address);
            var environment = new ChildEnvironment(plan, redis, address, Environment.MachineName.ToLowerInvariant(), settings.Auth, settings.DrainSeconds);
            var password = settings.AdminHash.Length > 0 ? null : AdminPassword.Generate();
            string[] arguments = settings.ConfigFile is { } file ? ["--config", file] : [];
            ChildSpec[] specs =
            [
                new("api", api, arguments, plan.Api, environment.Api),
                new("gateway", gateway, [.. arguments, .. WithoutTls], plan.Gateway, environment.Gateway),
                .. plan.GameServers.Select((port, i) => new ChildSpec($"game-{i + 1}", gameServer, arguments, port, environment.GameServer(i + 1, port))),
                new("admin", admin, arguments, plan.Admin, environment.Admin(password is null ? settings.AdminHash : AdminPassword.Hash(password))),
            ];
            var kept = store is not null ? $"embedded, forgotten at the end (redis-cli -p {store.Port})" : redis.Length > 0 ? $"Redis {RedisLinks.Describe(redis)}" : "none: a single instance, nothing is shared";
            using var nginx = LocalNginx.Create(plan);
            await RunChildrenAsync(specs, nginx?.Spec, signals, settings.DrainSeconds, time, (children, balancer) =>
                Summary.Render(children, balancer?.Port, kept, address, settings.Auth.InternalKey, password, Terminal.HasColour));
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // As asked.
        }
    }

    private static async Task RunChildrenAsync(
        ChildSpec[] specs, ChildSpec? nginx, StopSignals signals, int drainSeconds, TimeProvider time, Func<IReadOnlyList<Child>, Child?, string> summary)
    {
        await using var printer = new LogPrinter(new LinePrefix([.. specs.Append(nginx).OfType<ChildSpec>().Select(s => s.Name)], Terminal.HasColour), Console.Out);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var readiness = new Readiness(http, time);
        var children = specs.Select(spec => new Child(spec, readiness, printer, time)).ToList();
        var atOnce = new ParallelOptions { CancellationToken = signals.Stop, MaxDegreeOfParallelism = children.Count };
        try
        {
            printer.Notice($"starting {string.Join(", ", specs.Select(s => s.Name))}");
            foreach (var child in children)
                child.Start();
            await Parallel.ForEachAsync(children, atOnce, async (child, ct) => await child.WaitFirstReadyAsync(ct)); // the first failure ends the wait
            var balancer = nginx is null ? null : await StartNginxAsync(new Child(nginx, readiness, printer, time), printer, signals.Stop);
            printer.Text(summary(children, balancer));
            if (balancer is not null)
                children.Add(balancer);
            await Parallel.ForEachAsync(children, atOnce, async (child, ct) => await child.KeepRunningAsync(ct));
        }
        finally
        {
            printer.Notice("stopping");
            await Task.WhenAll(children.Select(child => child.StopAsync(TimeSpan.FromSeconds(drainSeconds) + StopMargin, signals.Kill)));
            children.ForEach(child => child.Dispose());
        }
    }

    // A platform without it is whole: what is wrong with somebody else's program is told, no more.
    private static async Task<Child?> StartNginxAsync(Child nginx, LogPrinter printer, CancellationToken cancellationToken)
    {
        try
        {
            nginx.Start();
            await nginx.WaitReadyAsync(cancellationToken);
            return nginx;
        }
        catch (Exception ex)
        {
            await nginx.StopAsync(StopMargin, CancellationToken.None);
            nginx.Dispose();
            if (ex is not CommandException)
                throw;
            printer.Alarm(ex.Message);
            return null;
        }
    }

    private static async Task TryRedisAsync(RedisAddress redis, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (await RedisLinks.ConnectAsync(redis, "baize", NullLogger<RedisLinks>.Instance, cancellationToken)).DisposeAsync();
                return;
            }
            catch (ClusterUnavailableException) when (attempt < attempts)
            {
                // Each attempt waits about a second.
            }
        }
    }

    private static async Task<EmbeddedStore?> OpenStoreAsync(string redis, RedisAddress certificates, PortPlan plan, CancellationToken cancellationToken)
    {
        EmbeddedStore? store = null;
        try
        {
            store = redis.Length > 0 ? null : PortCheck.IsFree(plan.Store) ? EmbeddedStore.Start(plan.Store) : EmbeddedStore.Start();
            // The embedded store is slow to answer its first client: better this one than all processes at once.
            await TryRedisAsync(certificates with { Connection = store?.Connection ?? redis }, store is null ? 1 : StoreAttempts, cancellationToken);
            return store;
        }
        catch (Exception ex) when (ex is ClusterUnavailableException or IOException)
        {
            store?.Dispose();
            throw new CommandException(ex.Message, ex);
        }
        catch (ArgumentException ex) // without a store
        {
            throw new CommandException($"redis.connection is '{redis}'; it must be host:port[,options]: {ex.Message}", ex);
        }
    }
}
