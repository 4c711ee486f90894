namespace Baize.Bench.Scaling;

/// <summary>
/// Who works at once when idle and takes together what has come meanwhile: a room's commits. With arrivals at random and a
/// constant time under way, a busy period has e^(rate·time) batches and takes one arrival more than came within it.
/// </summary>
internal static class SelfClocked
{
    /// <summary>Mean entries of a batch.</summary>
    public static double Batch(double perSecond, double secondsUnderWay)
    {
        var meanwhile = perSecond * secondsUnderWay;
        return Math.Exp(-meanwhile) + meanwhile;
    }
}
