using Baize.Api.OpenApi;
using Baize.Protocol.Api;

namespace Baize.Api.Auth;

/// <summary><c>POST /auth/guest</c>.</summary>
internal static class GuestEndpoint
{
    public static void MapGuests(this IEndpointRouteBuilder api) => api
        .MapPost("/auth/guest", (GuestRequest request, GuestLogin guests) => guests.Login(request))
        .RequireRateLimiting(GuestRateLimit.Policy)
        .WithTags(Tags.Players)
        .WithSummary("Log in as a guest")
        .WithDescription("Makes a new user and a token that is valid for 24 hours. Send it as `Authorization: Bearer …`, or as `/ws?token=…`.")
        .Produces<GuestReply>()
        .WithProblems(400, 429)
        .WithExample(
            request: """{"name": "Ada"}""",
            reply: """{"token": "eyJhbGciOiJIUzI1NiIs…", "user_id": 4711428199042317, "expires_at": 1767225600000}""");
}
