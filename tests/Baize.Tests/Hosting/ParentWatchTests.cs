using System.IO.Pipes;
using Baize.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Tests.Hosting;

public sealed class ParentWatchTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Input_StaysOpen_ProcessGoesOn_InputEnds_ProcessStops()
    {
        using var parent = new AnonymousPipeServerStream(PipeDirection.Out);
        var lifetime = new Lifetime();
        var watch = Create(lifetime, new AnonymousPipeClientStream(PipeDirection.In, parent.ClientSafePipeHandle), Deadline, () => { });
        await watch.StartAsync(TestContext.Current.CancellationToken);

        parent.WriteByte(1); // no end
        Assert.False(lifetime.Told.IsCompleted);

        parent.Dispose();
        await lifetime.Told.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task InputEnds_ProcessDoesNotStop_IsEnded()
    {
        var ended = new TaskCompletionSource();
        var watch = Create(new Lifetime(), Stream.Null, TimeSpan.FromMilliseconds(50), ended.SetResult);

        await watch.StartAsync(TestContext.Current.CancellationToken);

        await ended.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    private static ParentWatch Create(Lifetime lifetime, Stream input, TimeSpan patience, Action end) =>
        new(lifetime, () => input, patience, end, NullLogger<ParentWatch>.Instance);

    private sealed class Lifetime : IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Told => _told.Task;

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _told.SetResult();
    }
}
