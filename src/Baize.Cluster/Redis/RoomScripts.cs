namespace Baize.Cluster.Redis;

/// <summary>
/// The atomic steps on a room's record. Written for Redis' Lua 5.1 and Garnet's 5.4 alike: status arrays instead of errors,
/// integers as <c>%d</c>, no arithmetic but on positions, sizes and terms. Keys: owner, meta, state, log, ids.
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
          redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
          redis.call('HSET', KEYS[2], 'log', log, 'seq', '0', 'term', '0', 'created_at', ARGV[5])
        end
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('HSET', KEYS[2], 'commit', '0')
        local term = redis.call('HINCRBY', KEYS[2], 'term', 1)
        local meta = redis.call('HMGET', KEYS[2], 'seq', 'edges')
        return {'claimed', ARGV[1], string.format('%d', term), log, meta[1], meta[2] or '', new,
          redis.call('GET', KEYS[3]) or '', redis.call('LRANGE', KEYS[5], 0, -1)}
        """;

    /// <summary>
    /// ARGV: term, log id, base seq, new seq, number, entries kept, bytes kept, ids kept, number of fields, of events, bytes of
    /// the events, number of ids, has state, number of messages, then fields (name, value), events, ids, state, messages (channel,
    /// message). Answers "committed" and which messages nobody heard, or "stands" where an earlier call has done it (then it
    /// publishes nothing). What it publishes leaves the server after what it wrote, as any answer. Pushed by the thousand: Lua 5.1
    /// unpacks 8,000 values at most. (Not <c>LPOP</c> with a count: Garnet answers a count of 1 with no list.) Lists are cut when they
    /// are an eighth too long, not with each entry: that is three commands of nine less.
    /// </summary>
    public const string Commit = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log', 'seq', 'commit', 'bytes')
        if meta[2] ~= ARGV[2] then return {'lost'} end
        if meta[1] ~= ARGV[1] then
          if tonumber(meta[1]) > tonumber(ARGV[1]) then return {'fenced'} end
          return {'lost'}
        end
        if tonumber(meta[4] or '0') >= tonumber(ARGV[5]) then return {'stands'} end
        if meta[3] ~= ARGV[3] then return {'lost'} end

        local at = 15
        local function push(key, count)
          local length = 0
          for from = at, at + count - 1, 1000 do
            length = redis.call('RPUSH', key, unpack(ARGV, from, math.min(from + 999, at + count - 1)))
          end
          at = at + count
          return length
        end

        local fields, events, ids = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[12])
        local bytes = meta[5] or '0'
        at = at + fields * 2
        if events > 0 then
          local length, sum = push(KEYS[4], events), tonumber(ARGV[11])
          if length > events then sum = sum + tonumber(bytes) end
          local entries, most = tonumber(ARGV[6]), tonumber(ARGV[7])
          local longest = entries + math.floor(entries / 8)
          while length > 1 and (length > longest or sum > most) do
            local excess = math.max(1, math.min(length - entries, length - 1, 1000))
            for _, entry in ipairs(redis.call('LRANGE', KEYS[4], 0, excess - 1)) do sum = sum - #entry end
            redis.call('LTRIM', KEYS[4], excess, -1)
            length = length - excess
          end
          bytes = string.format('%d', sum)
        end
        redis.call('HSET', KEYS[2], 'seq', ARGV[4], 'commit', ARGV[5], 'bytes', bytes, unpack(ARGV, 15, 14 + fields * 2))
        if ids > 0 then
          local kept = tonumber(ARGV[8])
          if push(KEYS[5], ids) > kept + math.floor(kept / 8) then redis.call('LTRIM', KEYS[5], -kept, -1) end
        end
        if ARGV[13] == '1' then
          redis.call('SET', KEYS[3], ARGV[at])
          at = at + 1
        end
        local answer = 'committed'
        for message = 0, tonumber(ARGV[14]) - 1 do
          local heard = redis.call('PUBLISH', ARGV[at + message * 2], ARGV[at + message * 2 + 1])
          if heard == 0 then answer = answer .. string.format(' %d', message) end
        end
        return {answer}
        """;

    /// <summary>
    /// Writes a room anew that the store has lost or whose last writes it has lost. What stands there may be replaced if it grew
    /// out of the same history under no higher term. ARGV: owner, its term, origin of its log id, new log id, seq, created_at,
    /// state, edges, info, game, status, rules, number of ids, then ids and the log's tail.
    /// </summary>
    public const string Restore = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        local term = string.format('%d', tonumber(ARGV[2]) + 1)
        if meta[2] then
          if meta[1] == term and meta[2] == ARGV[4] and redis.call('GET', KEYS[1]) == ARGV[1] then return {'restored', term} end
          if string.match(meta[2], '^[^.]*') ~= ARGV[3] or tonumber(meta[1]) > tonumber(ARGV[2]) then return {'fenced'} end
        end
        redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('SET', KEYS[3], ARGV[7])
        redis.call('HSET', KEYS[2], 'term', term, 'log', ARGV[4], 'seq', ARGV[5], 'created_at', ARGV[6],
          'edges', ARGV[8], 'info', ARGV[9], 'game', ARGV[10], 'status', ARGV[11], 'rules', ARGV[12])
        local last = 13 + tonumber(ARGV[13])
        for from = 14, last, 1000 do redis.call('RPUSH', KEYS[5], unpack(ARGV, from, math.min(from + 999, last))) end
        local bytes = 0
        for at = last + 1, #ARGV do
          redis.call('RPUSH', KEYS[4], ARGV[at])
          bytes = bytes + string.len(ARGV[at])
        end
        redis.call('HSET', KEYS[2], 'bytes', string.format('%d', bytes))
        return {'restored', term}
        """;

    /// <summary>ARGV: term, log id, owner.</summary>
    public const string Delete = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        if meta[1] ~= ARGV[1] or meta[2] ~= ARGV[2] then return 0 end
        redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
        if redis.call('GET', KEYS[1]) == ARGV[3] then redis.call('DEL', KEYS[1]) end
        return 1
        """;

    /// <summary>Answers 1 also where an earlier call has done it. ARGV: term, log id, owner, new owner.</summary>
    public const string HandOver = """
        local meta = redis.call('HMGET', KEYS[2], 'term', 'log')
        if meta[2] ~= ARGV[2] then return 0 end
        local owner = redis.call('GET', KEYS[1])
        if meta[1] == ARGV[1] and owner == ARGV[3] then
          redis.call('SET', KEYS[1], ARGV[4])
          redis.call('HINCRBY', KEYS[2], 'term', 1)
          return 1
        end
        if owner == ARGV[4] and tonumber(meta[1]) == tonumber(ARGV[1]) + 1 then return 1 end
        return 0
        """;

    /// <summary>ARGV: last position the reader has; -1 or more.</summary>
    public const string ReadLog = """
        local meta = redis.call('HMGET', KEYS[2], 'log', 'seq')
        if not meta[1] then return {'', '0', {}} end
        local missing = tonumber(meta[2]) - tonumber(ARGV[1])
        local entries = {}
        if missing > 0 then entries = redis.call('LRANGE', KEYS[4], string.format('%d', -missing), -1) end
        return {meta[1], meta[2], entries}
        """;
}
