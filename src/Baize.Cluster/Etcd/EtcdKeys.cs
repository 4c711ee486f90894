using Google.Protobuf;

namespace Baize.Cluster.Etcd;

/// <summary>The keys in etcd.</summary>
/// <param name="prefix">Before each; ends with a slash.</param>
internal sealed class EtcdKeys(string prefix)
{
    private readonly string _record = $"{prefix}record/";
    private readonly string _listed = $"{prefix}listed/";

    /// <summary>Where the range of all of them begins.</summary>
    public ByteString First { get; } = ByteString.CopyFromUtf8(prefix);

    /// <summary>The first key that is none of them: <c>0</c> follows the slash.</summary>
    public ByteString End { get; } = ByteString.CopyFromUtf8($"{prefix[..^1]}0");

    public ByteString Record(string instanceId) => ByteString.CopyFromUtf8(_record + instanceId);

    public ByteString Listed(string instanceId) => ByteString.CopyFromUtf8(_listed + instanceId);

    /// <summary>Whose a key is, and of which kind; null where it is neither.</summary>
    public (string InstanceId, bool IsRecord)? Parse(ByteString key)
    {
        var name = key.ToStringUtf8();
        return name.StartsWith(_record, StringComparison.Ordinal) ? (name[_record.Length..], true)
            : name.StartsWith(_listed, StringComparison.Ordinal) ? (name[_listed.Length..], false)
            : null;
    }
}
