using Baize.Api.Errors;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Protocol;
using Baize.Protocol.Api;

namespace Baize.Api.Platform;

/// <summary>Sends to everyone online: each instance tells its own connections. Sent once to each, never again: a second time would be seen twice.</summary>
internal sealed class Broadcaster(LiveInstances live, InstanceRouter router)
{
    private const int MaxType = 64;

    public async Task<IResult> SendAsync(BroadcastRequest request, CancellationToken cancellationToken)
    {
        if (request.Type is not { Length: > 0 and <= MaxType } || request.Type.Any(char.IsControl))
            return Problems.BadField("type", request.Type, $"a word of 1 to {MaxType} characters");
        var ask = InstanceRequest.Post("internal/broadcast", request, ProtocolJson.Default.BroadcastRequest);
        var instances = await live.ListAsync(cancellationToken);
        var outcomes = await Task.WhenAll(instances.Select(i => SendAsync(i, ask, cancellationToken)));
        var delivered = outcomes.Count(o => o.Delivered);
        var reply = new BroadcastReply(delivered, outcomes.Length - delivered, outcomes);
        return delivered > 0 ? TypedResults.Ok(reply) : Problems.NoInstance() with
        {
            More = new Dictionary<string, object?> { ["instances"] = outcomes },
        };
    }

    private async Task<BroadcastOutcome> SendAsync(InstanceRecord instance, InstanceRequest ask, CancellationToken cancellationToken)
    {
        var answer = await router.SendAsync(new CallRoute([instance]), ask, cancellationToken);
        if (answer is not { IsSuccess: true })
            return new BroadcastOutcome(instance.InstanceId, false, 0, answer is null ? "It does not answer." : Problems.From(answer).Detail);
        try
        {
            return new BroadcastOutcome(instance.InstanceId, true, answer.Read(ProtocolJson.Default.InternalBroadcastReply).Connections, Error: null);
        }
        catch (InstanceAnswerException) // it took it; how many it told is not known
        {
            return new BroadcastOutcome(instance.InstanceId, true, 0, Error: null);
        }
    }
}
