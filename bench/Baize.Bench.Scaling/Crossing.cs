namespace Baize.Bench.Scaling;

/// <summary>Bytes to Redis and from it.</summary>
internal readonly record struct Crossing(double In, double Out)
{
    public static Crossing operator +(Crossing a, Crossing b) => new(a.In + b.In, a.Out + b.Out);

    public static Crossing operator *(Crossing a, double times) => new(a.In * times, a.Out * times);

    public double Total => In + Out;
}
