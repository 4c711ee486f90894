namespace Baize.Chaos;

/// <summary>The faults as <c>--faults</c> and the verdict name them.</summary>
internal static class FaultNames
{
    private static readonly (string Name, Fault Fault)[] Names =
    [
        ("kill", Fault.Kill), ("stop", Fault.Stop), ("drain", Fault.Drain), ("partition", Fault.Partition),
        ("redis-kill", Fault.RedisKill), ("redis-stop", Fault.RedisStop),
    ];

    /// <summary>All of them, comma-separated.</summary>
    public static string All { get; } = string.Join(',', Names.Select(n => n.Name));

    public static string Of(Fault fault) => Names.First(n => n.Fault == fault).Name;

    /// <exception cref="CommandException">One is not known.</exception>
    public static IReadOnlyList<Fault> Parse(string list) =>
    [
        .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => Names.FirstOrDefault(n => n.Name == name) is { Name: not null } known
                ? known.Fault
                : throw new CommandException($"--faults has '{name}'; allowed: {All.Replace(",", ", ", StringComparison.Ordinal)}.")),
    ];
}
