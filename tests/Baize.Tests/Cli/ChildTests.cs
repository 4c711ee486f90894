using System.Diagnostics;
using System.Net;
using Baize.Output;
using Baize.Up;

namespace Baize.Tests.Cli;

public sealed class ChildTests : IAsyncLifetime
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("baize-child-").FullName;
    private readonly RecordingTerminal _terminal = new();
    private readonly LogPrinter _printer;
    private readonly HttpClient _answers = new(new AlwaysOk());
    private readonly List<Child> _children = [];

    public ChildTests() => _printer = new LogPrinter(new LinePrefix(["game-1"], colour: false), _terminal);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "platform: no sh");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children)
        {
            await child.StopAsync(TimeSpan.Zero, CancellationToken.None);
            child.Dispose();
        }
        await _printer.DisposeAsync();
        _answers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task KeepRunningAsync_ProcessIsKilled_SaysSoAndStartsItAgain()
    {
        var child = Create("echo started; exec sleep 1000");
        child.Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var running = child.KeepRunningAsync(stop.Token);
        var first = child.Pid;

        Process.GetProcessById(first).Kill();

        Assert.Equal($"baize  | game-1 (pid {first}) was ended by signal 9.", await _terminal.LineAsync("signal", Cancelled));
        var back = await _terminal.LineAsync("is back", Cancelled);
        Assert.Equal($"baize  | game-1 is back, pid {child.Pid}.", back);
        Assert.NotEqual(first, child.Pid);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task StopAsync_ProcessThatListens_LeavesInOrder()
    {
        var child = Create("trap 'echo bye; exit 0' TERM; echo started; while :; do sleep 0.05; done");
        child.Start();
        await _terminal.LineAsync("started", Cancelled);

        await child.StopAsync(Patient, CancellationToken.None);

        await _terminal.LineAsync("game-1 | bye", Cancelled);
        Assert.DoesNotContain("killed", _terminal.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_ProcessThatDoesNotListen_IsKilled()
    {
        var child = Create("trap '' TERM; echo started; while :; do sleep 0.05; done");
        child.Start();
        await _terminal.LineAsync("started", Cancelled);

        await child.StopAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None);

        await _terminal.LineAsync("is killed", Cancelled);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(child.Pid));
    }

    [Fact]
    public async Task WaitReadyAsync_ProcessDies_TellsItsLastLines()
    {
        var child = Create("echo the port is taken >&2; exit 3", _ => throw new HttpRequestException("refused"));
        child.Start();

        var fault = await Assert.ThrowsAsync<CommandException>(() => child.WaitReadyAsync(Cancelled));

        Assert.Contains("died with exit code 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("the port is taken", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitFirstReadyAsync_EndsForItsSurroundings_IsTriedOnceMore()
    {
        var child = Create("echo tried; exit 1", _ => throw new HttpRequestException("refused"));
        child.Start();

        await Assert.ThrowsAsync<CommandException>(() => child.WaitFirstReadyAsync(Cancelled));

        await _printer.DisposeAsync();
        Assert.Equal(2, _terminal.All.Split('\n').Count(l => l == "game-1 | tried"));
    }

    [Fact]
    public async Task WaitFirstReadyAsync_WrongConfiguration_IsNotTriedAgain()
    {
        var child = Create("echo tried; exit 2", _ => throw new HttpRequestException("refused"));
        child.Start();

        await Assert.ThrowsAsync<CommandException>(() => child.WaitFirstReadyAsync(Cancelled));

        await _printer.DisposeAsync();
        Assert.Equal(1, _terminal.All.Split('\n').Count(l => l == "game-1 | tried"));
    }

    [Fact]
    public void Start_ExecutableIsMissing_NamesIt()
    {
        using var child = new Child(new ChildSpec("game-1", Path.Combine(_folder, "absent"), [], 1, Nothing), new Readiness(_answers, TimeProvider.System), _printer, TimeProvider.System);

        Assert.Contains("absent", Assert.Throws<CommandException>(child.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_EnvironmentOfTheSpec_IsSetAndTakenAway()
    {
        Environment.SetEnvironmentVariable("BAIZE_CHILD_TEST", "inherited");
        var child = Create("echo \"$SERVER_PORT ${BAIZE_CHILD_TEST:-none}\"", environment: new() { ["SERVER_PORT"] = "17", ["BAIZE_CHILD_TEST"] = null });
        child.Start();

        Assert.Equal("game-1 | 17 none", await _terminal.LineAsync("17", Cancelled));
    }

    private static Dictionary<string, string?> Nothing => [];

    private Child Create(string script, Func<HttpRequestMessage, HttpResponseMessage>? answer = null, Dictionary<string, string?>? environment = null)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.sh");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var http = answer is null ? _answers : new HttpClient(new AlwaysOk(answer));
        var child = new Child(new ChildSpec("game-1", file, [], 1, environment ?? Nothing), new Readiness(http, TimeProvider.System), _printer, TimeProvider.System);
        _children.Add(child);
        return child;
    }

    private sealed class AlwaysOk(Func<HttpRequestMessage, HttpResponseMessage>? answer = null) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer is null ? new HttpResponseMessage(HttpStatusCode.OK) : answer(request));
    }
}
