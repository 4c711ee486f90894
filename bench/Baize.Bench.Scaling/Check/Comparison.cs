using System.Globalization;

namespace Baize.Bench.Scaling.Check;

/// <summary>A figure of the model beside the real one.</summary>
internal readonly record struct Comparison(string What, double Predicted, double Measured)
{
    /// <summary>How far off the model may be.</summary>
    public const double Tolerance = 0.15;

    /// <summary>Below this, per delivery, it is only noise of what is said each second.</summary>
    private const double Least = 0.02;

    public bool Holds => Math.Abs(Predicted - Measured) <= Math.Max(Tolerance * Measured, Least);

    /// <summary>A row of a table.</summary>
    public string Row(string scenario) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {scenario} | {What} | {Predicted:0.###} | {Measured:0.###} | {(Measured > Least ? $"{(Predicted / Measured - 1) * 100:+0;−0;0} %" : "")}{(Holds ? "" : " **off**")} |");
}
