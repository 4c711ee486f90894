using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Deployment;

/// <summary>The commands of <c>docs/deploy.md</c>: its fenced blocks that begin with <c>```bash test</c> and a label.</summary>
internal static class DeployPage
{
    /// <summary>The commands under a label, as one script; all commands without a label under the empty one.</summary>
    public static string Script(string label)
    {
        var script = new List<string>();
        var taking = false;
        foreach (var line in File.ReadLines(Repository.File("docs", "deploy.md")))
        {
            if (!taking)
                taking = line.TrimEnd() == $"```bash test {label}".TrimEnd();
            else if (line.StartsWith("```", StringComparison.Ordinal))
                taking = false;
            else
                script.Add(line);
        }
        Assert.True(script.Count > 0, $"docs/deploy.md has no block 'bash test {label}'.");
        return string.Join('\n', script);
    }

    /// <summary>Runs the commands under a label as the page's reader would, in a strict shell.</summary>
    /// <returns>What they print.</returns>
    public static async Task<string> RunAsync(BaizePlatform platform, string label, string then = "", params (string Name, string Value)[] variables)
    {
        (string Name, string Value)[] page =
        [
            ("REDIS_HOST", "127.0.0.1"),
            ("REDIS_PORT", $"{platform.Redis.Port}"),
            ("NGINX", platform.Nginx!.Address.ToString().TrimEnd('/')),
            ("INTERNAL_KEY", BaizePlatform.InternalKey),
            ("GAME_SERVERS", string.Join(' ', platform.Servers.Select(s => s.Address.ToString().TrimEnd('/')))),
            .. variables,
        ];
        return await Shell.RunAsync($"{Script(label)}\n{then}", page);
    }
}
