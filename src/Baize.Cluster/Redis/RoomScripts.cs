namespace Baize.Cluster.Redis;

/// <summary>
/// The atomic steps on a room's record. Written for Redis' Lua 5.1 and Garnet's 5.4 alike: status arrays instead of errors,
/// integers as <c>%d</c>, no arithmetic but on positions. Keys: owner, meta, state, log, ids.
/// </summary>
internal static class RoomScripts
{
    /// <summary>ARGV: claimer, expected owner, mode, new log id, created_at.</summary>
    public const string Claim = """
        local owner = redis.call('GET', KEYS[1]) or ''
        local log = redis.call('HGET', KEYS[2], 'log')
        if ARGV[3] == 'CreateOnly' and log then return {'exists', owner} end
        if owner ~= ARGV[2] then return {'held', owner} end
        local new = '0'
        if not log then
          if ARGV[3] == 'Existing' then return {'absent', owner} end
          log, new = ARGV[4], '1'
          redis.call('DEL', KEYS[3], KEYS[4], KEYS[5])
          redis.call('HSET', KEYS[2], 'log', log, 'seq', '0', 'term', '0', 'created_at', ARGV[5])
        end
        redis.call('SET', KEYS[1], ARGV[1])
        local term = redis.call('HINCRBY', KEYS[2], 'term', 1)
        local meta = redis.call('HMGET', KEYS[2], 'seq', 'edges')
        return {'claimed', ARGV[1], string.format('%d', term), log, meta[1], meta[2] or '', new,
          redis.call('GET', KEYS[3]) or '', redis.call('LRANGE', KEYS[5], 0, -1)}
        """;

    /// <summary>ARGV: term, log id, base seq, new seq, entries kept, ids kept, number of fields, number of events, number of ids,
    /// has state, then fields (name, value), events, ids, state.</summary>
    public const string Commit = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log', 'seq')
        if not meta[2] or meta[2] ~= ARGV[2] then return {'lost'} end
        if meta[1] ~= ARGV[1] then
          if tonumber(meta[1]) > tonumber(ARGV[1]) then return {'fenced'} end
          return {'lost'}
        end
        local events = tonumber(ARGV[8])
        if meta[3] ~= ARGV[3] then
          if meta[3] == ARGV[4] then return {'committed'} end
          return {'lost'}
        end
        local fields, ids = tonumber(ARGV[7]), tonumber(ARGV[9])
        local at = 11
        if fields > 0 then
          redis.call('HSET', KEYS[2], 'seq', ARGV[4], unpack(ARGV, at, at + fields * 2 - 1))
          at = at + fields * 2
        elseif events > 0 then
          redis.call('HSET', KEYS[2], 'seq', ARGV[4])
        end
        if events > 0 then
          redis.call('RPUSH', KEYS[4], unpack(ARGV, at, at + events - 1))
          redis.call('LTRIM', KEYS[4], -tonumber(ARGV[5]), -1)
          at = at + events
        end
        if ids > 0 then
          redis.call('RPUSH', KEYS[5], unpack(ARGV, at, at + ids - 1))
          redis.call('LTRIM', KEYS[5], -tonumber(ARGV[6]), -1)
          at = at + ids
        end
        if ARGV[10] == '1' then redis.call('SET', KEYS[3], ARGV[at]) end
        return {'committed'}
        """;

    /// <summary>
    /// Writes a room anew that the store has lost or whose last writes it has lost. ARGV: owner, its term, its log id, new log
    /// id, seq, created_at, state, edges, info, game, status.
    /// </summary>
    public const string Restore = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        if meta[2] and (meta[2] ~= ARGV[3] or tonumber(meta[1]) > tonumber(ARGV[2])) then return {'fenced'} end
        local term = string.format('%d', tonumber(ARGV[2]) + 1)
        redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('SET', KEYS[3], ARGV[7])
        redis.call('HSET', KEYS[2], 'term', term, 'log', ARGV[4], 'seq', ARGV[5], 'created_at', ARGV[6],
          'edges', ARGV[8], 'info', ARGV[9], 'game', ARGV[10], 'status', ARGV[11])
        return {'restored', term, ARGV[4]}
        """;

    /// <summary>ARGV: term, log id, owner.</summary>
    public const string Delete = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        if meta[1] ~= ARGV[1] or meta[2] ~= ARGV[2] then return 0 end
        redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
        if redis.call('GET', KEYS[1]) == ARGV[3] then redis.call('DEL', KEYS[1]) end
        return 1
        """;

    /// <summary>ARGV: term, log id, owner, new owner.</summary>
    public const string HandOver = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        if meta[1] ~= ARGV[1] or meta[2] ~= ARGV[2] or redis.call('GET', KEYS[1]) ~= ARGV[3] then return 0 end
        redis.call('SET', KEYS[1], ARGV[4])
        redis.call('HINCRBY', KEYS[2], 'term', 1)
        return 1
        """;

    /// <summary>ARGV: last position the reader has.</summary>
    public const string ReadLog = """
        local meta = redis.call('HMGET', KEYS[2], 'log', 'seq')
        if not meta[1] then return {'', '0', {}} end
        local missing = tonumber(meta[2]) - tonumber(ARGV[1])
        local entries = {}
        if missing > 0 then entries = redis.call('LRANGE', KEYS[4], -missing, -1) end
        return {meta[1], meta[2], entries}
        """;
}
