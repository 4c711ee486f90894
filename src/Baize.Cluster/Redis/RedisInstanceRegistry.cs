using System.Text.Json;
using Baize.Cluster.Instances;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The registry in Redis, under the platform's published keys.</summary>
internal sealed class RedisInstanceRegistry(IConnectionMultiplexer redis) : IInstanceRegistry
{
    private IDatabase Database => redis.GetDatabase();

    public async ValueTask<bool> TryReserveAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken) =>
        await Database.StringSetAsync(RedisKeys.Instance(record.InstanceId), Json(record), ttl, When.NotExists).Answer(cancellationToken);

    public async ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        // First the record, then the set, one after the other: a sweep that runs between them finds the record and puts the id back.
        await Database.StringSetAsync(RedisKeys.Instance(record.InstanceId), Json(record), ttl).Answer(cancellationToken);
        await Database.SetAddAsync(RedisKeys.Instances, record.InstanceId).Answer(cancellationToken);
    }

    public async ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken)
    {
        var record = Database.KeyDeleteAsync(RedisKeys.Instance(instanceId));
        await Database.SetRemoveAsync(RedisKeys.Instances, instanceId).Answer(cancellationToken);
        await record.Answer(cancellationToken);
    }

    public async ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        Parse(await Database.StringGetAsync(RedisKeys.Instance(instanceId)).Answer(cancellationToken));

    public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var records = new List<InstanceRecord>();
        foreach (var (_, record) in await ReadAllAsync(cancellationToken))
        {
            if (record is not null)
                records.Add(record);
        }
        records.Sort((a, b) => string.CompareOrdinal(a.InstanceId, b.InstanceId));
        return records;
    }

    public async ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = new List<string>();
        foreach (var (id, record) in await ReadAllAsync(cancellationToken))
        {
            if (record is not null || !await Database.SetRemoveAsync(RedisKeys.Instances, id).Answer(cancellationToken))
                continue;
            // It may have come back between our two commands; then it belongs in the set.
            if (await Database.KeyExistsAsync(RedisKeys.Instance(id)).Answer(cancellationToken))
                await Database.SetAddAsync(RedisKeys.Instances, id).Answer(cancellationToken);
            else
                swept.Add(id);
        }
        return swept;
    }

    // One GET each, pipelined: the records lie in different slots of a Redis Cluster.
    private async ValueTask<IReadOnlyList<(string Id, InstanceRecord? Record)>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var ids = await Database.SetMembersAsync(RedisKeys.Instances).Answer(cancellationToken);
        var reads = Array.ConvertAll(ids, id => Database.StringGetAsync(RedisKeys.Instance(id.ToString())));
        var records = new (string, InstanceRecord?)[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            records[i] = (ids[i].ToString(), Parse(await reads[i].Answer(cancellationToken)));
        return records;
    }

    private static byte[] Json(InstanceRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, InstanceJson.Default.InstanceRecord);

    // Other programs may write here too: what is not a record is no instance.
    private static InstanceRecord? Parse(RedisValue json)
    {
        if (json.IsNull)
            return null;
        try
        {
            var record = JsonSerializer.Deserialize((byte[])json!, InstanceJson.Default.InstanceRecord);
            return record is { InstanceId.Length: > 0, Address.Length: > 0, Port: > 0 and <= ushort.MaxValue } ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
