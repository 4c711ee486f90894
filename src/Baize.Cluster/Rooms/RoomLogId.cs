using System.Globalization;

namespace Baize.Cluster.Rooms;

/// <summary>
/// Names of histories: <c>&lt;time&gt;-&lt;random&gt;</c> where a record is made, with <c>.&lt;term&gt;</c> where it was
/// written anew from an owner's memory. So a restore that is repeated names the same history, and an owner sees whether what
/// stands in the store grew out of its own.
/// </summary>
public static class RoomLogId
{
    /// <summary>A new history. Time first, so that people see which is younger; the rest makes it one of its kind, across processes too.</summary>
    public static string New(TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds():x}-{Random.Shared.Next():x8}");

    /// <summary>The history that a restore under a term begins.</summary>
    public static string Restored(string logId, long term) => string.Create(CultureInfo.InvariantCulture, $"{Origin(logId)}.{term}");

    /// <summary>What all restores of a history share.</summary>
    public static string Origin(string logId) => logId.Split('.', 2)[0];
}
