namespace Baize.Bench.Scaling;

/// <summary>At how many instances a room's members are, and how many of them are with its owner, the instance that its first member came to.</summary>
internal static class Placement
{
    /// <summary>Instances that have members of a room of <paramref name="members"/>, the expected number.</summary>
    public static double Edges(Spread spread, int members, int instances) => spread == Spread.Rotation
        ? Math.Min(members, instances)
        : instances * -Expm1(members * Log1p(-1.0 / instances));

    /// <summary>How likely a member is with the owner.</summary>
    public static double AtOwner(Spread spread, int members, int instances) => spread == Spread.Rotation
        ? Math.Ceiling((double)members / instances) / members
        : 1.0 / members + (1 - 1.0 / members) / instances;

    /// <summary>Pairs of an owner and another instance that can have a room in common.</summary>
    public static double Pairs(Spread spread, int members, int instances) => spread == Spread.Rotation
        ? instances * (double)Math.Min(instances - 1, 2 * (members - 1)) // any of a room's members may have come first
        : instances * (instances - 1.0);

    /// <summary>Of <paramref name="pairs"/>, how many are hit at least once by <paramref name="hits"/> that fall anywhere.</summary>
    public static double Hit(double pairs, double hits) => pairs <= 0 ? 0 : -pairs * Expm1(-hits / pairs);

    // For small x, where e^x - 1 and ln(1 + x) lose their digits.
    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - x * x / 2 : Math.Log(1 + x);
}
