using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Hostile;

/// <summary>The protocol as a WebSocket library that is not ours sees it: Debian's python3-websockets, with cases of its own framing and of breaches.</summary>
[Collection(SharedPlatformTests.Name)]
public sealed class OtherClientTests(SharedPlatform shared)
{
    private const string Python = "/usr/bin/python3"; // Debian's own, which has Debian's packages

    [Fact]
    public async Task PythonWebsockets_EachCase_GetsWhatTheStandardSays()
    {
        Assert.SkipWhen(!Directory.Exists("/usr/lib/python3/dist-packages/websockets") && Environment.GetEnvironmentVariable("CI") != "true", "python3-websockets is not installed.");
        var url = $"ws://127.0.0.1:{shared.Platform.Servers[0].Port}/ws?token={Tokens.Valid(Tokens.NewUser())}";

        await using var client = ServerProcess.Start("python", Python, [Repository.File("tests", "Baize.PlatformTests", "Hostile", "other_client.py"), url]);

        Assert.True(await client.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, client.Log.Tail());
        Assert.Equal(7, client.Log.Lines.Count(l => l.StartsWith("passed: ", StringComparison.Ordinal)));
    }
}
