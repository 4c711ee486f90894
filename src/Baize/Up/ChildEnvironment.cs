using System.Globalization;
using Baize.Hosting.Options;

namespace Baize.Up;

/// <summary>
/// How the processes of one platform are configured: by environment, over what the user's own environment and
/// <c>configs/config.yaml</c> say.
/// </summary>
internal sealed class ChildEnvironment
{
    private readonly Dictionary<string, string?> _common;

    /// <param name="plan">The ports.</param>
    /// <param name="redis"><c>redis.connection</c>; empty in single-instance mode.</param>
    /// <param name="address">What the instances advertise: an address of this machine that others reach, and this machine's browser too.</param>
    /// <param name="host">This machine's name, by which others may open the page.</param>
    /// <param name="auth">Secrets and origins; the secrets are there, given or generated.</param>
    /// <param name="drain">Seconds that a stopping instance may take.</param>
    public ChildEnvironment(PortPlan plan, string redis, string address, string host, AuthOptions auth, int drain) =>
        _common = new(StringComparer.Ordinal)
        {
            ["REDIS_CONNECTION"] = redis.Length > 0 ? redis : null,
            ["AUTH_JWT_SECRET"] = auth.JwtSecret, // one for all: a token of one is good for the others
            ["AUTH_INTERNAL_KEY"] = auth.InternalKey,
            ["AUTH_ALLOWED_ORIGINS"] = auth.AllowedOrigins.Length > 0 ? auth.AllowedOrigins : Origins([plan.Api, plan.Gateway, plan.Nginx], address, host),
            ["SERVER_ADDRESS"] = address,
            ["SERVER_PORT"] = Number(plan.Api),
            ["SERVER_GAME_PORT"] = Number(plan.GameServers[0]),
            ["SERVER_ADMIN_PORT"] = Number(plan.Admin),
            ["SERVER_GATEWAY_PORT"] = Number(plan.Gateway),
            ["SERVER_INSTANCE_ID"] = null, // one for all would be none
            ["DRAIN_TIMEOUT"] = Number(drain),
            ["BAIZE_WATCH_STDIN"] = "1",
        };

    public IReadOnlyDictionary<string, string?> Api => _common;

    /// <param name="passwordHash">For <c>admin.password_hash</c>.</param>
    public IReadOnlyDictionary<string, string?> Admin(string passwordHash) =>
        new Dictionary<string, string?>(_common, StringComparer.Ordinal)
        {
            ["ADMIN_PASSWORD_HASH"] = passwordHash,
            ["ADMIN_API"] = $"http://127.0.0.1:{_common["SERVER_PORT"]}",
        };

    public IReadOnlyDictionary<string, string?> Gateway =>
        new Dictionary<string, string?>(_common, StringComparer.Ordinal) { ["GATEWAY_API"] = $"http://127.0.0.1:{_common["SERVER_PORT"]}" };

    /// <param name="instance">From 1.</param>
    /// <param name="port">Its port.</param>
    public IReadOnlyDictionary<string, string?> GameServer(int instance, int port) =>
        new Dictionary<string, string?>(_common, StringComparer.Ordinal)
        {
            ["SERVER_GAME_PORT"] = Number(port),
            ["SERVER_MACHINE_ID"] = Number(instance),
        };

    /// <summary>Where the page may come from: its instances have other ports and perhaps another name, so "the same host" would not do.</summary>
    private static string Origins(int[] ports, string address, string host) => string.Join(',', ports.SelectMany(port =>
        ((string[])["localhost", "127.0.0.1", address, host, $"{host}.local"]).Distinct().Select(name => $"http://{name}:{port}")));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
