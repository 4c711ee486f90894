using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Baize.Client;
using Baize.Protocol;
using Baize.Protocol.Api;

namespace Baize.Chaos;

/// <summary>Drives players, breaks things by plan, and checks every history.</summary>
internal sealed class ChaosRun(ChaosSettings settings, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> _made = new(StringComparer.Ordinal);

    /// <summary>Runs to the end.</summary>
    public async Task<ChaosVerdict> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = settings.Api is null ? await ChaosPlatform.StartAsync(settings.Instances, time, cancellationToken) : null;
        var api = settings.Api ?? platform!.Api;
        tell(platform is null ? $"Attached to {api}." : $"The platform runs at {api}; its log: {platform.LogFile}");
        var possible = settings.Faults.Where(f => platform?.CanMake(f) == true).ToList();
        List<string> notInjected = [.. settings.Faults.Except(possible).Select(FaultNames.Of)];
        if (notInjected.Count > 0)
        {
            tell($"Not injected: {string.Join(", ", notInjected)}. " + (platform is null
                ? "They need processes that this command has started: break things yourself meanwhile, they are checked all the same."
                : "There is no redis-server on the PATH; the embedded store is used."));
        }
        var players = await EnterAsync(api, cancellationToken);
        try
        {
            tell($"{players.Count} players are in {settings.Rooms} rooms.");
            var talking = TalkAsync(players, cancellationToken);
            if (platform is not null)
                await BreakAsync(platform, possible, cancellationToken);
            await talking;
            if (platform is not null)
                await platform.WaitReadyAsync(cancellationToken);
            await Task.WhenAll(players.Select(p => p.AllSaidAsync())).WaitAsync(cancellationToken);
            await SettleAsync(players, cancellationToken);
            return ChaosVerdict.Of(settings.Seed, _made, notInjected, players);
        }
        finally
        {
            await Task.WhenAll(players.Select(p => p.DisposeAsync().AsTask()));
        }
    }

    private async Task<List<ChaosPlayer>> EnterAsync(Uri api, CancellationToken cancellationToken)
    {
        var prefix = $"chaos-{Guid.NewGuid().ToString("N")[..8]}";
        using var http = new HttpClient { BaseAddress = api };
        var players = new List<ChaosPlayer>();
        for (var i = 0; i < settings.Rooms * settings.Members; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"player {i + 1}");
            using var answer = await http.PostAsJsonAsync("api/v1/auth/guest", new GuestRequest(name), ProtocolJson.Default.GuestRequest, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var guest = await answer.Content.ReadFromJsonAsync(ProtocolJson.Default.GuestReply, cancellationToken);
            var options = new BaizeClientOptions
            {
                Api = api,
                Token = guest!.Token,
                RequestTimeout = RequestTimeout,
                BackoffMax = TimeSpan.FromSeconds(1),
                HeartbeatInterval = TimeSpan.FromSeconds(2),
                HeartbeatTimeout = TimeSpan.FromSeconds(4),
            };
            players.Add(new ChaosPlayer($"{prefix}-{i / settings.Members}", options, time));
        }
        await Parallel.ForEachAsync(players, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (player, ct) => await player.JoinAsync(ct));
        return players;
    }

    private async Task TalkAsync(List<ChaosPlayer> players, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var step = TimeSpan.FromSeconds(1 / (settings.PerSecond * settings.Rooms));
        for (var n = 0; time.GetElapsedTime(started) < settings.Duration; n++)
        {
            var wait = step * n - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            players[n % settings.Rooms * settings.Members + n / settings.Rooms % settings.Members].Say();
        }
    }

    private async Task BreakAsync(ChaosPlatform platform, List<Fault> allowed, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var plan in FaultPlan.Create(settings.Seed, settings.Duration, settings.Instances, allowed))
        {
            var wait = plan.At - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            tell(string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(started).TotalSeconds,6:0.0} s  {Describe(plan)}"));
            _made.AddOrUpdate(FaultNames.Of(plan.Fault), 1, (_, count) => count + 1);
            await platform.BreakAsync(plan, cancellationToken);
        }
    }

    // Whatever is under way comes to its end: all of a room at the same position.
    private async Task SettleAsync(List<ChaosPlayer> players, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Quiet && players.GroupBy(p => p.RoomId).Any(room => room.Select(p => p.Position).Distinct().Count() > 1))
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
    }

    private static string Describe(FaultPlan plan) => plan.Fault switch
    {
        Fault.Kill => $"kill -9 of game-{plan.Target + 1}",
        Fault.Drain => $"SIGTERM to game-{plan.Target + 1}",
        Fault.Stop => string.Create(CultureInfo.InvariantCulture, $"SIGSTOP of game-{plan.Target + 1} for {plan.Length.TotalSeconds:0.0} s"),
        Fault.Partition => string.Create(CultureInfo.InvariantCulture, $"game-{plan.Target + 1} is cut off from Redis for {plan.Length.TotalSeconds:0.0} s"),
        Fault.RedisKill => "kill -9 of Redis, back after 1 s",
        _ => string.Create(CultureInfo.InvariantCulture, $"SIGSTOP of Redis for {plan.Length.TotalSeconds:0.0} s"),
    };
}
