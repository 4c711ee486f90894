using System.Text.Json;

namespace Baize.GameServer.Edge;

/// <summary>What a join may say: where the client stands, and whether it only watches.</summary>
/// <param name="LogId">The history the client knows; null: it knows none.</param>
/// <param name="Seq">The last position it has.</param>
/// <param name="Spectates">Whether it only watches.</param>
/// <param name="RoomId">The room, where <c>reconnect</c> names it in its data; else null.</param>
internal readonly record struct ResumePosition(string? LogId, long Seq, bool Spectates, string? RoomId)
{
    /// <summary>Reads a join's data.</summary>
    /// <param name="data">JSON; empty where absent.</param>
    /// <param name="position">What it says.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Parse(ReadOnlyMemory<byte> data, out ResumePosition position)
    {
        try
        {
            return Read(data, out position);
        }
        catch (InvalidOperationException) // half a surrogate pair: valid JSON, not valid text
        {
            position = default;
            return "A join's 'data' has a string that is not valid text.";
        }
    }

    private static string? Read(ReadOnlyMemory<byte> data, out ResumePosition position)
    {
        position = default;
        if (data.IsEmpty)
            return null;
        using var document = JsonDocument.Parse(data);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Null)
            return null;
        if (root.ValueKind != JsonValueKind.Object)
            return "A join's 'data' must be an object.";

        string? log = null, room = null;
        long seq = 0;
        var spectates = false;
        if (root.TryGetProperty("log", out var value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind != JsonValueKind.String)
                return "'data.log' must be a string.";
            log = value.GetString();
        }
        if (root.TryGetProperty("seq", out value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out seq) || seq < 0)
                return "'data.seq' must be a whole number, 0 or more.";
        }
        if (root.TryGetProperty("spectate", out value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return "'data.spectate' must be true or false.";
            spectates = value.GetBoolean();
        }
        if (root.TryGetProperty("room_id", out value) && value.ValueKind != JsonValueKind.Null)
        {
            room = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (room is null || !Protocol.Rooms.RoomId.IsValid(room))
                return "'data.room_id' must be 1 to 64 of A-Z a-z 0-9 _ -.";
        }
        position = new ResumePosition(log, seq, spectates, room);
        return null;
    }
}
