namespace Baize.Bench.Scaling;

/// <summary>How the members of a room come to be at instances.</summary>
internal enum Spread
{
    /// <summary>Each at any: what a balancer that knows nothing of rooms comes to.</summary>
    Random,

    /// <summary>In turn, as <c>baize loadtest</c> connects them: a room of k members is at min(k, n) instances.</summary>
    Rotation,
}
