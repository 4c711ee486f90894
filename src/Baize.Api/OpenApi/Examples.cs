namespace Baize.Api.OpenApi;

/// <summary>What the document shows in more than one place.</summary>
internal static class Examples
{
    public const string Room = """
        {"room_id": "k7Pq2mXw9R", "game": "gomoku", "name": "Friday evening", "status": "waiting", "host_id": 4711428199042317, "max_players": 2,
        "players": [{"user_id": 4711428199042317, "name": "Ada", "seat": 0, "ready": false, "connected": true}],
        "instance_id": "1-1767139200", "created_at": 1767139200000}
        """;

    public const string Instance = """
        {"instance_id": "1-1767139200", "address": "10.0.0.5", "port": 8081, "registered_at": 1767139200, "machine_id": 1, "state": "active",
        "connections": 311, "rooms": 84, "version": "0.1.0", "pid": 4711, "heartbeat_at": 1767139201000}
        """;

    /// <summary>A refusal with this status, the most usual one.</summary>
    public static string ProblemOf(int status) => status switch
    {
        400 => Of(400, "Bad Request", "bad_frame", "'limit' is '0'; allowed: 1 to 200.", """, "field": "limit" """),
        401 => Of(401, "Unauthorized", "unauthorized", "The token is not valid: malformed, wrongly signed or expired."),
        403 => Of(403, "Forbidden", "not_member", "You are not a member of this room."),
        404 => Of(404, "Not Found", "room_not_found", "There is no room 'k7Pq2mXw9R'."),
        409 => Of(409, "Conflict", "not_your_turn", "It is another player's turn."),
        413 => Of(413, "Payload Too Large", "payload_too_large", "The body may have 65536 bytes."),
        415 => Of(415, "Unsupported Media Type", "bad_frame", "The body must be JSON: send 'Content-Type: application/json'."),
        429 => Of(429, "Too Many Requests", "rate_limited", "Too many guests from this address; allowed: 50 a second."),
        _ => Of(503, "Service Unavailable", "unavailable", "No game-server instance answers. Try again with the same id."),
    };

    private static string Of(int status, string title, string code, string detail, string more = "") =>
        $$"""{"type": "about:blank", "title": "{{title}}", "status": {{status}}, "detail": "{{detail}}", "code": "{{code}}"{{more}}}""";
}
