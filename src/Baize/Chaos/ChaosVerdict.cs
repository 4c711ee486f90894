namespace Baize.Chaos;

/// <summary>What a chaos run found.</summary>
/// <param name="Seed">The plan's.</param>
/// <param name="Faults">How often each fault was made.</param>
/// <param name="NotInjected">Faults that were allowed and could not be made on this platform.</param>
/// <param name="Acked">Messages acked.</param>
/// <param name="Deliveries">Events that came to players.</param>
/// <param name="Reconnects">Connections lost and made again.</param>
/// <param name="AckP50Ms">Half of the acks came within.</param>
/// <param name="AckP99Ms">All but one in a hundred came within.</param>
/// <param name="AckMaxMs">All came within.</param>
/// <param name="Broken">Breaks of what is promised; empty: none.</param>
internal sealed record ChaosVerdict(
    int Seed,
    IReadOnlyDictionary<string, int> Faults,
    IReadOnlyList<string> NotInjected,
    int Acked,
    long Deliveries,
    int Reconnects,
    double AckP50Ms,
    double AckP99Ms,
    double AckMaxMs,
    IReadOnlyList<string> Broken)
{
    /// <summary>Checks all histories: each acked message once and where it was acked, one order for all, nothing missed.</summary>
    public static ChaosVerdict Of(int seed, IReadOnlyDictionary<string, int> faults, IReadOnlyList<string> notInjected, IReadOnlyList<ChaosPlayer> players)
    {
        var broken = players.SelectMany(p => p.Faults).ToList();
        broken.AddRange(players.Where(p => p.Resets > 0).Select(p => $"{p.RoomId}: a player was told {p.Resets} times that events are lost"));
        foreach (var room in players.GroupBy(p => p.RoomId))
            Check(room.Key, [.. room], broken);
        var ms = players.SelectMany(p => p.AckMs).Order().ToList();
        return new ChaosVerdict(
            seed, faults, notInjected, players.Sum(p => p.Acks.Count), players.Sum(p => (long)p.Events.Count), players.Sum(p => p.Reconnects),
            At(ms, 0.5), At(ms, 0.99), At(ms, 1), broken);
    }

    private static void Check(string room, ChaosPlayer[] players, List<string> broken)
    {
        var bySeq = new Dictionary<long, string?>();
        foreach (var (seq, message) in players.SelectMany(p => p.Events))
        {
            if (!bySeq.TryAdd(seq, message) && bySeq[seq] != message)
                broken.Add($"{room}: at {seq} one player has '{bySeq[seq]}', another '{message}'");
        }
        var positions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (seq, message) in bySeq)
        {
            if (message is not null && !positions.TryAdd(message, seq))
                broken.Add($"{room}: '{message}' took effect at {positions[message]} and at {seq}");
        }
        foreach (var (message, seq) in players.SelectMany(p => p.Acks))
        {
            if (!positions.TryGetValue(message, out var at))
                broken.Add($"{room}: '{message}' was acked at {seq}, but nobody got it");
            else if (at != seq)
                broken.Add($"{room}: '{message}' was acked at {seq}, but came at {at}");
        }
        if (players.Select(p => p.Position).Distinct().Count() > 1)
            broken.Add($"{room}: players end at {string.Join(", ", players.Select(p => p.Position))}");
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 1);
}
