using System.Text.Json.Serialization;

namespace Baize.Rooms.Runtime;

/// <summary>A member in a <see cref="RoomSnapshot"/>. Short names: a relay room writes thousands of them.</summary>
internal sealed record MemberSnapshot
{
    [JsonPropertyName("u")]
    public long UserId { get; init; }

    [JsonPropertyName("n")]
    public required string Name { get; init; }

    [JsonPropertyName("o")]
    public long Ordinal { get; init; }

    [JsonPropertyName("s")]
    public int? Seat { get; init; }

    [JsonPropertyName("r")]
    public bool Ready { get; init; }

    [JsonPropertyName("c")]
    public bool Connected { get; init; }

    [JsonPropertyName("l")]
    public bool HasLeft { get; init; }

    [JsonPropertyName("g")]
    public long? GoneAt { get; init; }

    public static MemberSnapshot Of(Member member) => new()
    {
        UserId = member.UserId,
        Name = member.Name,
        Ordinal = member.Ordinal,
        Seat = member.Seat,
        Ready = member.Ready,
        Connected = member.Connected,
        HasLeft = member.HasLeft,
        GoneAt = member.GoneAt == long.MaxValue ? null : member.GoneAt,
    };

    public Member ToMember() => new(UserId, Name, Ordinal)
    {
        Seat = Seat,
        Ready = Ready,
        Connected = Connected,
        HasLeft = HasLeft,
        GoneAt = GoneAt ?? long.MaxValue,
    };
}
