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

    public const string Problem = """
        {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "Bad Request", "status": 400,
        "detail": "'limit' is '0'; allowed: 1 to 200.", "code": "bad_frame", "field": "limit"}
        """;
}
