using System.Runtime.Versioning;
using Baize.Hosting;
using Baize.Hosting.Secrets;

namespace Baize.Tests.Hosting.Secrets;

public sealed class DevelopmentSecretsTests : IDisposable
{
    private readonly TestHost _host = new();

    private string SecretsFile => Path.Combine(_host.Root, "secrets.json");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void ReadOrMake_Again_GivesTheSame()
    {
        var first = DevelopmentSecrets.ReadOrMake(SecretsFile, TimeProvider.System);
        Assert.Equal(first, DevelopmentSecrets.ReadOrMake(SecretsFile, TimeProvider.System));
        Assert.True(first.JwtSecret.Length >= 32);
        Assert.NotEqual(first.JwtSecret, first.InternalKey);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void ReadOrMake_File_IsItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        DevelopmentSecrets.ReadOrMake(SecretsFile, TimeProvider.System);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretsFile));
        Assert.Equal([SecretsFile, SecretsFile + ".lock"], Directory.GetFiles(_host.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadOrMake_ByManyThreadsAtOnce_GivesAllTheSame()
    {
        for (var round = 0; round < 20; round++)
        {
            var file = Path.Combine(_host.Root, $"secrets-{round}.json");
            using var start = new Barrier(8);
            var results = await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => OnThread(() =>
            {
                start.SignalAndWait();
                return DevelopmentSecrets.ReadOrMake(file, TimeProvider.System);
            })));
            Assert.Single(results.Distinct());
        }
    }

    [Fact]
    public async Task ReadOrMake_WhileAnotherMakesThem_WaitsAndTakesTheirs()
    {
        Thread? thread = null;
        Task<DevelopmentSecrets> taken;
        using (FileLock.Take(SecretsFile + ".lock", TimeProvider.System))
        {
            taken = OnThread(() =>
            {
                thread = Thread.CurrentThread;
                return DevelopmentSecrets.ReadOrMake(SecretsFile, TimeProvider.System);
            });
            Assert.True(SpinWait.SpinUntil(() => taken.IsCompleted || IsWaiting(thread), TimeSpan.FromSeconds(30)));
            File.WriteAllText(SecretsFile, """{"jwt_secret":"tttttttttttttttttttttttttttttttt","internal_key":"theirs"}""");
        }
        Assert.Equal("theirs", (await taken).InternalKey);
    }

    [Fact]
    public async Task ReadOrMake_ByProcessesAtOnce_GivesAllTheSame()
    {
        var environment = new Dictionary<string, string> { ["BAIZE_STATE"] = Path.Combine(_host.Root, "made", "by", "them") };
        var children = Enumerable.Range(0, 4).Select(_ => ChildProcess.Start("secrets", environment)).ToList();
        var outputs = new HashSet<string>();
        foreach (var child in children)
        {
            using (child)
            {
                var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                outputs.UnionWith(output.Split('\n').Where(l => l.Contains("JwtSecret", StringComparison.Ordinal)));
                await child.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, child.ExitCode);
            }
        }
        Assert.Single(outputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"jwt_secret":"short","internal_key":"x"}""")]
    public void ReadOrMake_FileOfSomethingElse_SaysWhatToDoAndKeepsIt(string content)
    {
        File.WriteAllText(SecretsFile, content);
        var ex = Assert.Throws<ConfigurationException>(() => DevelopmentSecrets.ReadOrMake(SecretsFile, TimeProvider.System));
        Assert.Equal([$"{SecretsFile} does not hold the generated secrets; delete it, and new ones are made."], ex.Faults);
        Assert.Equal(content, File.ReadAllText(SecretsFile));
    }

    private static bool IsWaiting(Thread? thread) => thread?.ThreadState.HasFlag(ThreadState.WaitSleepJoin) == true;

    private static Task<T> OnThread<T>(Func<T> action) => Task.Factory.StartNew(
        action, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
