using Baize.Cluster.Instances;
using Baize.Instances;
using Baize.Nginx;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Cli.Nginx;

/// <summary>What <c>baize nginx</c> does for each thing that the registry or nginx may say; the real nginx is in the platform tests.</summary>
public sealed class NginxSyncTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-nginx-sync-").FullName;
    private readonly FakeNginx _nginx = new();
    private readonly FakeRegistry _registry = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder, "game-servers.conf");

    private string[] Servers => [.. File.ReadAllLines(Target).Where(l => l.StartsWith("server ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1])];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sync_Changes_AreWrittenTestedReloadedAndToldOnceEach()
    {
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(2), At(1), At(3, "draining"));
            Assert.True(await sync.SyncAsync(Cancelled));
            Assert.True(await sync.SyncAsync(Cancelled));
            Assert.Equal(["10.0.0.1:8081", "10.0.0.2:8081"], Servers);

            _registry.Is(At(1), At(2, "draining"));
            Assert.True(await sync.SyncAsync(Cancelled));
            Assert.Equal(["10.0.0.1:8081"], Servers);
        }
        Assert.Equal(["test", "reload", "test", "reload"], _nginx.Calls);
        Assert.Equal(4, _told.Count);
        Assert.EndsWith("1 game server, -10.0.0.2:8081.", _told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_RegistryAwayOrEmpty_KeepsTheFileAndTellsOnceOfEach()
    {
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(1));
            await sync.SyncAsync(Cancelled);
            _told.Clear();
            foreach (var fault in (string?[])["Redis is away", "Redis is away", null, null])
            {
                _registry.Is();
                _registry.Fault = fault;
                Assert.False(await sync.SyncAsync(Cancelled));
                Assert.Equal(["10.0.0.1:8081"], Servers);
            }
            _registry.Is(At(1));
            Assert.True(await sync.SyncAsync(Cancelled));
        }
        Assert.Equal(["Redis is away. The last good file is kept.", "no game server is ready. The last good file is kept.", "All is well again."], _told);
    }

    [Fact]
    public async Task Sync_VanishedButReady_IsKeptForAMinuteAndADrainedOneIsNot()
    {
        _registry.Ready = ["10.0.0.1:8081", "10.0.0.2:8081"];
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(1), At(2), At(3));
            await sync.SyncAsync(Cancelled);
            _registry.Is(At(2));
            await sync.SyncAsync(Cancelled);
            Assert.Equal(["10.0.0.1:8081", "10.0.0.2:8081"], Servers);

            _time.Advance(TimeSpan.FromSeconds(59));
            await sync.SyncAsync(Cancelled);
            Assert.Equal(["10.0.0.1:8081", "10.0.0.2:8081"], Servers);
            _time.Advance(TimeSpan.FromSeconds(1));
            await sync.SyncAsync(Cancelled);
            Assert.Equal(["10.0.0.2:8081"], Servers);
        }
    }

    [Fact]
    public async Task Sync_NginxRefuses_OldFileStandsAndGoesOnWhenMended()
    {
        await File.WriteAllTextAsync(Target, "# by hand\n", Cancelled);
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(1));
            _nginx.Fault = "[emerg] no";
            Assert.False(await sync.SyncAsync(Cancelled));
            Assert.False(await sync.SyncAsync(Cancelled));
            Assert.Equal("# by hand\n", await File.ReadAllTextAsync(Target, Cancelled));
            Assert.Single(_told);
            Assert.True(File.Exists(file.Refused));

            _nginx.Fault = null;
            Assert.True(await sync.SyncAsync(Cancelled));
        }
        Assert.Equal(["10.0.0.1:8081"], Servers);
        Assert.Equal(["test", "test", "test", "reload"], _nginx.Calls);
        Assert.Equal([Target, Target + ".lock"], Directory.GetFiles(_folder).Order(StringComparer.Ordinal)); // nothing else is left
    }

    [Fact]
    public async Task Sync_ReloadFails_IsTriedAgainWithoutAnotherWrite()
    {
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(1));
            _nginx.ReloadFault = "nginx is not running";
            Assert.False(await sync.SyncAsync(Cancelled));
            _nginx.ReloadFault = null;
            Assert.True(await sync.SyncAsync(Cancelled));
        }
        Assert.Equal(["test", "reload", "reload"], _nginx.Calls);
    }

    [Fact]
    public async Task Sync_StoppedBetweenTestAndReload_StillReloads()
    {
        using var stop = new CancellationTokenSource();
        await using var sync = Open(out var file);
        using (file)
        {
            _registry.Is(At(1));
            _nginx.OnTest = stop.Cancel;
            Assert.True(await sync.SyncAsync(stop.Token));
        }
        Assert.Equal(["test", "reload"], _nginx.Calls);
    }

    [Fact]
    public async Task Sync_RunBeforeWasKilledBetweenTestAndReload_Reloads()
    {
        await File.WriteAllTextAsync(Target, "# by hand\n", Cancelled);
        using (var killed = new UpstreamFile(Target))
            await killed.ReplaceAsync(UpstreamTemplate.Parse(UpstreamTemplate.Default, "t").Render([At(1)]), new Unasked(), Cancelled);
        _registry.Is(At(1));

        await using var sync = Open(out var file);
        using (file)
            Assert.True(await sync.SyncAsync(Cancelled));

        Assert.Equal(["10.0.0.1:8081"], Servers);
        Assert.Equal(["test", "reload"], _nginx.Calls);
        Assert.Equal([Target, Target + ".lock"], Directory.GetFiles(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Open_AfterARunThatWasKilledWhileTesting_PutsTheOldFileBack()
    {
        await File.WriteAllTextAsync(Target, "untested", Cancelled);
        await File.WriteAllTextAsync(Target + ".previous", "good", Cancelled);

        using var file = new UpstreamFile(Target);

        Assert.True(file.Holds("good"));
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using var file = new UpstreamFile(Target);

        Assert.Contains("another `baize nginx`", Assert.Throws<CommandException>(() => new UpstreamFile(Target)).Message, StringComparison.Ordinal);
    }

    private static InstanceRecord At(int n, string state = "active") => new($"i{n}", $"10.0.0.{n}", 8081, 1) { State = state };

    private NginxSync Open(out UpstreamFile file)
    {
        file = new UpstreamFile(Target);
        return new NginxSync(_ => Task.FromResult<IInstances>(_registry), new ReadyInstances(_registry, _time), UpstreamTemplate.Parse(UpstreamTemplate.Default, "t"), file, _nginx, _told.Add);
    }

    private sealed class FakeNginx : INginx
    {
        public List<string> Calls { get; } = [];

        public string? Fault { get; set; }

        public string? ReloadFault { get; set; }

        public Action? OnTest { get; set; }

        public Task<string?> TestAsync(CancellationToken cancellationToken)
        {
            Calls.Add("test");
            OnTest?.Invoke();
            return Task.FromResult(Fault);
        }

        public Task<string?> ReloadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Calls.Add("reload");
            return Task.FromResult(ReloadFault);
        }
    }

    private sealed class FakeRegistry : IInstances, IReadyCheck
    {
        private InstanceList _list = new([]);

        public string? Fault { get; set; }

        public HashSet<string> Ready { get; set; } = [];

        public void Is(params InstanceRecord[] instances) => _list = new(instances);

        public Task<InstanceList> ListAsync(CancellationToken cancellationToken) => Fault is null ? Task.FromResult(_list) : throw new CommandException(Fault);

        public Task<bool> IsReadyAsync(InstanceRecord instance, CancellationToken cancellationToken) => Task.FromResult(Ready.Contains($"{instance.Address}:{instance.Port}"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
