namespace Baize.Bench.Compare;

/// <summary>What a workload gave.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">For people.</param>
/// <param name="Runs">By side, in the order they were made.</param>
internal sealed record WorkloadResult(string Name, string Title, Dictionary<string, IReadOnlyList<Measurement>> Runs)
{
    /// <summary>The median of a figure over a side's runs; null where none has it.</summary>
    public double? Median(Side side, Func<Measurement, double?> figure)
    {
        var values = Runs.GetValueOrDefault(side.ToString())?.Select(figure).OfType<double>().Order().ToList();
        return values is { Count: > 0 } ? (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2 : null;
    }
}
