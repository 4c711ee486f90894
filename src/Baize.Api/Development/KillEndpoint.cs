using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Protocol.Frames;

namespace Baize.Api.Development;

/// <summary>
/// <c>POST /dev/instances/{id}/kill</c>, in development only: really kills an instance, so that whoever tries Baize can see the game go on.
/// For players, because the page's visitor is one; only while another instance is there to go on with.
/// </summary>
internal static partial class KillEndpoint
{
    public static void MapKill(this IEndpointRouteBuilder api) =>
        api.MapPost("/dev/instances/{id}/kill", KillAsync)
            .RequireAuthorization()
            .WithTags(Tags.Platform)
            .WithSummary("Kill an instance (development only)")
            .WithDescription("It ends itself by SIGKILL, as long as another active instance is there to go on with. This endpoint does not exist where `APP_ENV=prod`.")
            .Produces(StatusCodes.Status202Accepted)
            .WithProblems(400, 401, 409, 503);

    private static async Task<IResult> KillAsync(string id, LiveInstances live, InstanceRouter router, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var instances = await live.ListAsync(cancellationToken);
        if (instances.FirstOrDefault(i => i.InstanceId == id) is not { } instance)
            return Problems.BadField("id", id, string.Join(", ", instances.Select(i => i.InstanceId)));
        if (!instances.Any(i => i != instance && i.State == InstanceState.Active))
            return new Problem(StatusCodes.Status409Conflict, ErrorCodes.Forbidden, "No other instance is there to go on with.");
        var answer = await router.SendAsync(new CallRoute([instance]), new InstanceRequest(HttpMethod.Post, "internal/dev/kill"), cancellationToken);
        if (answer is not { IsSuccess: true })
            return answer is null ? Problems.NoInstance() : Problems.From(answer);
        Log.InstanceKilled(loggers.CreateLogger(typeof(KillEndpoint)), id);
        return TypedResults.Accepted((string?)null);
    }

    private static partial class Log // ids 4040-4049
    {
        [LoggerMessage(4040, LogLevel.Warning, "Instance {InstanceId} was killed on request of a player, as development mode allows.", EventName = "InstanceKilled")]
        public static partial void InstanceKilled(ILogger logger, string instanceId);
    }
}
