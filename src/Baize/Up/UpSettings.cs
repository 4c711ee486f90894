using System.Globalization;
using Baize.Cluster.Redis;
using Baize.Hosting;
using Baize.Hosting.Options;
using Microsoft.Extensions.Configuration;

namespace Baize.Up;

/// <summary>What a platform is made of: what <c>baize up</c> was asked for, over environment and <c>configs/config.yaml</c>.</summary>
/// <param name="ConfigFile">A configuration file that all processes read; null: the one that they find.</param>
/// <param name="IsShared">False in single-instance mode: one game server, no store.</param>
/// <param name="Redis">A Redis to use; empty: the embedded store.</param>
/// <param name="PortBase">The API's port, from which the others follow.</param>
/// <param name="Instances">Game servers.</param>
/// <param name="Address">What the instances advertise; empty: detected.</param>
/// <param name="DrainSeconds">How long a stopping instance may take.</param>
/// <param name="Auth">Secrets and origins.</param>
/// <param name="AdminHash"><c>admin.password_hash</c>; empty: a password is made up.</param>
internal sealed record UpSettings(
    string? ConfigFile, bool IsShared, string Redis, int PortBase, int Instances, string Address, int DrainSeconds, AuthOptions Auth, string AdminHash)
{
    /// <summary>How a connection to <see cref="Redis"/> is made, beside where it is.</summary>
    public RedisAddress Certificates { get; init; } = new("");

    /// <summary>Stopping a platform on a desk must not take the usual 30 s for an open browser tab.</summary>
    private const int UsualDrainSeconds = 5;

    private const int UsualInstances = 3;

    /// <param name="configFile">As given; null where it is not.</param>
    /// <param name="redis">As given; null where it is not.</param>
    /// <param name="portBase">As given or by default.</param>
    /// <param name="instances">As given; null where it is not.</param>
    /// <exception cref="CommandException">The configuration is wrong: a line per fault.</exception>
    public static UpSettings Read(string? configFile, string? redis, int portBase, int? instances)
    {
        IConfiguration configuration;
        try
        {
            configuration = BaizeHost.CreateBuilder("baize", configFile is null ? [] : ["--config", configFile]).Configuration;
        }
        catch (ConfigurationException ex)
        {
            throw new CommandException(ex.Message, ex);
        }

        var shared = configuration.LoadBalancer().Enabled;
        if (!shared && instances > 1)
            throw new CommandException($"--instances is {instances}, but load_balancer.enabled is false: they would share nothing. Allowed: 1.");
        var options = configuration.Redis();
        return new(
            configFile is null ? null : Path.GetFullPath(configFile),
            shared,
            redis ?? options.Connection,
            portBase,
            instances ?? (shared ? UsualInstances : 1),
            configuration.Server().Address,
            // From the environment alone: the file that comes with Baize has the 30 s of a deployment.
            int.TryParse(Environment.GetEnvironmentVariable("DRAIN_TIMEOUT"), CultureInfo.InvariantCulture, out var seconds) ? seconds : UsualDrainSeconds,
            configuration.Auth(),
            configuration.Admin().PasswordHash)
        {
            Certificates = options.Address(),
        };
    }
}
