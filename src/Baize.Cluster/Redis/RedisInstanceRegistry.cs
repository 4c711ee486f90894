using Baize.Cluster.Instances;
using StackExchange.Redis;

namespace Baize.Cluster.Redis;

/// <summary>The registry in Redis, under the platform's published keys.</summary>
internal sealed class RedisInstanceRegistry(IConnectionMultiplexer redis, RedisKeys keys) : IInstanceRegistry
{
    private IDatabase Database => redis.GetDatabase();

    public async ValueTask<bool> TryReserveAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken) =>
        await Database.StringSetAsync(keys.Instance(record.InstanceId), InstanceBytes.Write(record), ttl, When.NotExists, flags: RedisCalls.Master).Answer(cancellationToken);

    public async ValueTask RenewAsync(InstanceRecord record, TimeSpan ttl, CancellationToken cancellationToken)
    {
        // First the record, then the set, one after the other: a sweep that runs between them finds the record and puts the id back.
        await Database.StringSetAsync(keys.Instance(record.InstanceId), InstanceBytes.Write(record), ttl, flags: RedisCalls.Master).Answer(cancellationToken);
        await Database.SetAddAsync(keys.Instances, record.InstanceId, RedisCalls.Master).Answer(cancellationToken);
    }

    public async ValueTask UnregisterAsync(string instanceId, CancellationToken cancellationToken)
    {
        var record = Database.KeyDeleteAsync(keys.Instance(instanceId), RedisCalls.Master);
        await Database.SetRemoveAsync(keys.Instances, instanceId, RedisCalls.Master).Answer(cancellationToken);
        await record.Answer(cancellationToken);
    }

    public async ValueTask<InstanceRecord?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        Parse(instanceId, await ReadAsync(Database.StringGetAsync(keys.Instance(instanceId), RedisCalls.Master), cancellationToken));

    public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var records = new List<InstanceRecord>();
        foreach (var (id, json) in await ReadAllAsync(cancellationToken))
        {
            if (Parse(id, json) is { } record)
                records.Add(record);
        }
        records.Sort((a, b) => string.CompareOrdinal(a.InstanceId, b.InstanceId));
        return records;
    }

    public async ValueTask<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = new List<string>();
        foreach (var (id, json) in await ReadAllAsync(cancellationToken))
        {
            if (!json.IsNull || !await Database.SetRemoveAsync(keys.Instances, id, RedisCalls.Master).Answer(cancellationToken))
                continue;
            // It may have come back between our two commands; then it belongs in the set.
            if (await Database.KeyExistsAsync(keys.Instance(id), RedisCalls.Master).Answer(cancellationToken))
                await Database.SetAddAsync(keys.Instances, id, RedisCalls.Master).Answer(cancellationToken);
            else
                swept.Add(id);
        }
        return swept;
    }

    // One GET each, pipelined: the records lie in different slots of a Redis Cluster.
    private async ValueTask<IReadOnlyList<(string Id, RedisValue Json)>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var ids = await Database.SetMembersAsync(keys.Instances, RedisCalls.Master).Answer(cancellationToken);
        var reads = Array.ConvertAll(ids, id => Database.StringGetAsync(keys.Instance(id.ToString()), RedisCalls.Master));
        var records = new (string, RedisValue)[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            records[i] = (ids[i].ToString(), await ReadAsync(reads[i], cancellationToken));
        return records;
    }

    // Other programs may write here too: a key of another type must not hide the instances beside it.
    private static async ValueTask<RedisValue> ReadAsync(Task<RedisValue> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read.Answer(cancellationToken);
        }
        catch (ClusterUnavailableException ex) when (ex.InnerException is RedisServerException { Kind: RedisErrorKind.WrongType })
        {
            return RedisValue.EmptyString;
        }
    }

    private static InstanceRecord? Parse(string instanceId, RedisValue json) =>
        json.IsNullOrEmpty ? null : InstanceBytes.Read(instanceId, (byte[])json!);
}
