namespace Baize.Loadtest;

/// <summary>What all threads know of the rooms.</summary>
/// <param name="Prefix">Of the rooms' ids: every test has rooms of its own.</param>
/// <param name="Payload">JSON with the placeholder of a mark.</param>
internal sealed record LoadPlan(string Prefix, string Payload)
{
    public string RoomId(int room) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}-{room}");
}
