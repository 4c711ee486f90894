using Baize.Api.Errors;
using Baize.Api.OpenApi;
using Baize.Api.Rooms;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Hosting.Auth;
using Baize.Protocol.Api;

namespace Baize.Api.Platform;

/// <summary>The platform as a whole: games, instances, and words to everyone. Games and instances are open to all: a page shows them before anyone has logged in.</summary>
internal static class PlatformEndpoints
{
    public static void MapPlatform(this IEndpointRouteBuilder api)
    {
        api.MapGet("/games", GamesAsync)
            .WithTags(Tags.Platform)
            .WithSummary("The games this platform offers")
            .Produces<GameList>()
            .WithProblems(503)
            .WithExample(reply: """{"games": [{"game": "gomoku", "name": "Gomoku", "min_players": 2, "max_players": 2, "options": {}}]}""");
        api.MapGet("/instances", async (LiveInstances live, CancellationToken cancellationToken) =>
                TypedResults.Ok(new InstanceList(await live.ListAsync(cancellationToken))))
            .WithTags(Tags.Platform)
            .WithSummary("The live instances")
            .WithDescription("As the router sees them. While Redis is away this is the last list that was read.")
            .WithExample(reply: $$"""{"instances": [{{Examples.Instance}}]}""");
        api.MapPost("/broadcast", (BroadcastRequest request, Broadcaster broadcaster, CancellationToken cancellationToken) =>
                broadcaster.SendAsync(request, cancellationToken))
            .RequireInternalKey()
            .WithTags(Tags.Trusted)
            .WithSummary("Send to everyone online")
            .WithDescription("To all connections of all instances, as `{type, data}`, unsequenced. Reports what became of it, instance by instance; 503 only where no instance took it. Needs `X-Internal-Key`.")
            .Produces<BroadcastReply>()
            .WithProblems(400, 401, 413, 415, 503)
            .WithExample(
                request: """{"type": "lobby", "data": {"text": "The cup begins at eight."}}""",
                reply: """{"delivered": 1, "failed": 1, "instances": [{"instance_id": "1-1767139200", "delivered": true, "connections": 311}, {"instance_id": "2-1767139200", "delivered": false, "connections": 0, "error": "It does not answer."}]}""");
    }

    private static async Task<IResult> GamesAsync(GamesCache games, CancellationToken cancellationToken) => await games.GetAsync(cancellationToken) switch
    {
        null => Problems.NoInstance(),
        { IsSuccess: true } reply => new JsonAnswer(reply.Body, reply.Status),
        { } reply => Problems.From(reply),
    };
}
