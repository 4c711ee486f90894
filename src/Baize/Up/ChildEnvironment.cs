using System.Globalization;
using System.Security.Cryptography;

namespace Baize.Up;

/// <summary>
/// How the processes of one platform are configured: by environment, over what the user's own environment and
/// <c>configs/config.yaml</c> say.
/// </summary>
internal sealed class ChildEnvironment
{
    /// <summary>Stopping a platform on a desk must not take 30 s for an open browser tab.</summary>
    public const int DrainSeconds = 5;

    private readonly Dictionary<string, string?> _common;

    /// <param name="plan">The ports.</param>
    /// <param name="redis"><c>redis.connection</c>.</param>
    /// <param name="address">What the instances advertise: an address of this machine that others reach, and this machine's browser too.</param>
    /// <param name="own">The user's environment: what it sets is kept where a platform works with it.</param>
    public ChildEnvironment(PortPlan plan, string redis, string address, Func<string, string?> own)
    {
        string Own(string name, Func<string> otherwise) => own(name) is { Length: > 0 } value ? value : otherwise();
        InternalKey = Own("AUTH_INTERNAL_KEY", () => Secret(16));
        Drain = int.TryParse(own("DRAIN_TIMEOUT"), CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? seconds : DrainSeconds;
        _common = new(StringComparer.Ordinal)
        {
            ["REDIS_CONNECTION"] = redis,
            ["AUTH_JWT_SECRET"] = Own("AUTH_JWT_SECRET", () => Secret(32)), // one for all: a token of one is good for the others
            ["AUTH_INTERNAL_KEY"] = InternalKey,
            ["AUTH_ALLOWED_ORIGINS"] = Own("AUTH_ALLOWED_ORIGINS", () => Origins(plan.Api, address)),
            ["SERVER_ADDRESS"] = address,
            ["SERVER_PORT"] = Number(plan.Api),
            ["SERVER_GAME_PORT"] = Number(plan.GameServers[0]),
            ["SERVER_ADMIN_PORT"] = Number(plan.Admin),
            ["SERVER_INSTANCE_ID"] = null, // one for all would be none
            ["DRAIN_TIMEOUT"] = Number(Drain),
            ["BAIZE_WATCH_STDIN"] = "1",
        };
    }

    /// <summary>What trusted services show.</summary>
    public string InternalKey { get; }

    /// <summary>Seconds that a stopping instance may take.</summary>
    public int Drain { get; }

    public IReadOnlyDictionary<string, string?> Api => _common;

    /// <param name="instance">From 1.</param>
    /// <param name="port">Its port.</param>
    public IReadOnlyDictionary<string, string?> GameServer(int instance, int port) =>
        new Dictionary<string, string?>(_common, StringComparer.Ordinal)
        {
            ["SERVER_GAME_PORT"] = Number(port),
            ["SERVER_MACHINE_ID"] = Number(instance),
        };

    /// <summary>Where the page may come from: its instances have other ports and perhaps another name, so "the same host" would not do.</summary>
    private static string Origins(int port, string address) =>
        string.Join(',', ((string[])["localhost", "127.0.0.1", address]).Distinct().Select(host => $"http://{host}:{port}"));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Secret(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
