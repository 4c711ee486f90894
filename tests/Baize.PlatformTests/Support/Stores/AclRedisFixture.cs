using Baize.Cluster.Redis;
using StackExchange.Redis;

namespace Baize.PlatformTests.Support;

/// <summary>A redis-server where a process is the user of <c>docs/deploy.md</c>, who may do what that line says and nothing else.</summary>
public sealed class AclRedisFixture : StoreFixture
{
    private const string Password = "of-the-tests";
    private RedisProcess? _redis;

    public override string Endpoint => Redis.Endpoint;

    public override RedisAddress Address => new($"{Endpoint},user=baize,password={Password}") { KeyPrefix = "blue:" };

    internal RedisProcess Redis
    {
        get
        {
            Tools.Find("redis-server");
            return _redis ?? throw new InvalidOperationException("redis-server has not started.");
        }
    }

    /// <summary>The user's rules, as <c>ACL SETUSER</c> takes them.</summary>
    internal static string[] Rules { get; } = Line().Replace("PASSWORD", Password, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..];

    public override async ValueTask InitializeAsync()
    {
        if (!RedisProcess.IsInstalled)
            return;
        _redis = await RedisProcess.StartAsync();
        await _redis.Database.ExecuteAsync("ACL", ["SETUSER", "baize", .. Rules]);
    }

    /// <summary>What was refused to the user, as <c>ACL LOG</c> has it.</summary>
    internal async Task<IReadOnlyList<string>> RefusedAsync()
    {
        var entries = (RedisResult[])(await Redis.Database.ExecuteAsync("ACL", "LOG", "128"))!;
        return [.. entries.Select(e => string.Join(' ', ((RedisResult[])e!).Take(8).Select(v => v.ToString()))).Where(e => e.Contains("baize", StringComparison.Ordinal) || e.Contains("object", StringComparison.Ordinal))];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    // In the page it may stand in several lines, each ending with a backslash.
    private static string Line()
    {
        var page = File.ReadAllText(Repository.File("docs", "deploy.md"));
        var start = page.IndexOf("user baize on", StringComparison.Ordinal);
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)].Replace("\\\n", " ", StringComparison.Ordinal).Trim();
    }
}
