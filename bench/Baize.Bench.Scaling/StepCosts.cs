namespace Baize.Bench.Scaling;

/// <summary>
/// What single steps cost, in CPU µs, from the differences between measured workloads. At the gentle rate of these workloads
/// (1,250 messages/s per instance) most of it is wake-ups, so it is an upper bound for busier ones.
/// </summary>
internal sealed record StepCosts(double Send, double Receive, double Cross, double Ask, double Commit, double RedisPublish, double RedisCommit)
{
    /// <summary>Of a workload of messages on two instances, half of whose senders are not with the owner: asks per message.</summary>
    private const double AsksOfTwo = 0.5;

    public static StepCosts From(WorkloadCosts measured)
    {
        double PerMessage(WorkloadCost of) => of.InstancesUs * of.Members;
        double OfRedis(WorkloadCost of) => of.RedisUs * of.Members;
        var send = measured.SignalLargeRoom.InstancesUs;
        var local = PerMessage(measured.SignalOnOwner);
        var cross = PerMessage(measured.SignalSpread) - local;
        var publish = OfRedis(measured.SignalSpread) - OfRedis(measured.SignalOnOwner);
        return new StepCosts(
            send,
            local - send * measured.SignalOnOwner.Members,
            cross,
            cross, // a publish and its receipt like any other; the answer travels with the event
            PerMessage(measured.MessageSpread) - local - cross * (1 + AsksOfTwo),
            publish,
            OfRedis(measured.MessageSpread) - OfRedis(measured.SignalOnOwner) - publish * (1 + AsksOfTwo));
    }
}
