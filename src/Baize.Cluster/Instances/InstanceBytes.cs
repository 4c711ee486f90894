using System.Text.Json;

namespace Baize.Cluster.Instances;

/// <summary>A record as it stands in a registry.</summary>
internal static class InstanceBytes
{
    public static byte[] Write(InstanceRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, InstanceJson.Default.InstanceRecord);

    /// <summary>Reads one; null where it is no record that one could connect to: other programs may write there too.</summary>
    /// <param name="instanceId">Whose it should be.</param>
    /// <param name="json">What stands there.</param>
    public static InstanceRecord? Read(string instanceId, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(json, InstanceJson.Default.InstanceRecord);
            if (record is not { Port: > 0 and <= ushort.MaxValue } || record.InstanceId != instanceId)
                return null;
            return Uri.CheckHostName(record.Address) == UriHostNameType.Unknown ? null : record with
            {
                State = record.State ?? InstanceState.Active, // as others may have written it: null
                Version = record.Version ?? "",
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
