using Baize.Cluster.Discovery;
using Baize.Cluster.Instances;
using Google.Protobuf;
using Mvccpb;

namespace Baize.Cluster.Etcd;

/// <summary>What is known of etcd's content, change by change. For one thread.</summary>
internal sealed class EtcdContent(EtcdKeys keys)
{
    private readonly Dictionary<string, InstanceRecord?> _records = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    public EtcdContent(EtcdKeys keys, DiscoverySnapshot known)
        : this(keys)
    {
        _listed.UnionWith(known.Listed);
        foreach (var (id, record) in known.Records)
            _records.Add(id, record);
    }

    public void Set(KeyValue pair)
    {
        if (keys.Parse(pair.Key) is not { } of)
            return;
        if (of.IsRecord)
            _records[of.InstanceId] = InstanceBytes.Read(of.InstanceId, pair.Value.Span);
        else
            _listed.Add(of.InstanceId);
    }

    public void Remove(ByteString key)
    {
        if (keys.Parse(key) is not { } of)
            return;
        if (of.IsRecord)
            _records.Remove(of.InstanceId);
        else
            _listed.Remove(of.InstanceId);
    }

    /// <summary>A copy.</summary>
    public DiscoverySnapshot At(long revision) => new(
        revision, new Dictionary<string, InstanceRecord?>(_records, StringComparer.Ordinal), new HashSet<string>(_listed, StringComparer.Ordinal));
}
