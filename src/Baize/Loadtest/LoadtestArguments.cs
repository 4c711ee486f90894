using System.Globalization;
using Baize.Hosting;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using Baize.Loadtest.Report;
using Baize.Loadtest.Targets;

namespace Baize.Loadtest;

/// <summary>Reads the arguments of <c>baize loadtest</c>: what is wrong is said with its name, its value and what is allowed.</summary>
internal static class LoadtestArguments
{
    private const string DefaultUrl = "ws://localhost:8081/ws";

    /// <exception cref="CommandException">A value is out of range.</exception>
    public static LoadtestSettings Check(LoadtestSettings settings)
    {
        InRange("--rooms", settings.Rooms, 1, 100_000);
        InRange("--members", settings.Members, settings.Idle > 0 ? 0 : 1, 100_000);
        InRange("--rooms times --members", (long)settings.Rooms * settings.Members, 0, 200_000);
        InRange("--rate", settings.PerSecond, 0.01, 100_000);
        InRange("--payload", settings.Payload, 1, 1_000_000);
        InRange("--duration", settings.Duration.TotalSeconds, 0.5, 86_400);
        InRange("--warmup", settings.Warmup.TotalSeconds, 0, 3_600);
        InRange("--runs", settings.Runs, 1, 100);
        InRange("--idle", settings.Idle, 0, 200_000);
        InRange("--threads", settings.Threads, 1, 32);
        return settings;
    }

    /// <exception cref="CommandException">One is not an address of a WebSocket without TLS.</exception>
    public static IReadOnlyList<Uri> ReadUrls(string[] urls, string target)
    {
        if (urls.Length == 0 && target != "baize")
            throw new CommandException($"--url is missing; with --target {target} it must be ws://host:port/hub.");
        return [.. (urls.Length > 0 ? urls : [DefaultUrl]).Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "ws"
                ? url
                : throw new CommandException($"--url is '{text}'; it must be ws://host:port/path (no TLS: its cost is not this platform's)."))];
    }

    /// <exception cref="CommandException">One is not <c>name=pid[,pid…]</c>.</exception>
    public static IReadOnlyList<ProcessGroup> ReadGroups(string[] groups) =>
    [
        .. groups.Select(text => text.Split('=', 2) is [{ Length: > 0 } name, var list] && TryReadPids(list, out var pids)
                ? (Name: name, Pids: pids)
                : throw new CommandException($"--pid is '{text}'; it must be name=pid or name=pid,pid,…"))
            .GroupBy(g => g.Name, g => g.Pids, StringComparer.Ordinal)
            .Select(g => new ProcessGroup(g.Key, [.. g.SelectMany(pids => pids)])),
    ];

    /// <exception cref="CommandException">The configuration is wrong: a line per fault.</exception>
    public static ILoadTarget OpenTarget(string name, string kind, bool acks, string? secret, TimeProvider time)
    {
        if (name == "signalr")
            return new SignalRTarget();
        var auth = new AuthOptions { JwtSecret = secret ?? ConfiguredSecret() };
        return new BaizeTarget(new UserTokens(Microsoft.Extensions.Options.Options.Create(auth), time), kind, acks, time);
    }

    private static string ConfiguredSecret()
    {
        try
        {
            return BaizeHost.CreateBuilder("baize", []).Configuration.Auth().JwtSecret;
        }
        catch (ConfigurationException ex)
        {
            throw new CommandException(ex.Message, ex);
        }
    }

    private static bool TryReadPids(string list, out List<int> pids)
    {
        pids = [];
        foreach (var text in list.Split(','))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid <= 0)
                return false;
            pids.Add(pid);
        }
        return true;
    }

    private static void InRange<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be {least} to {most}."));
    }
}
