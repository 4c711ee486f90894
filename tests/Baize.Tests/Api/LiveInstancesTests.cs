using Baize.Api.Routing;
using Baize.Cluster;
using Baize.Cluster.Instances;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Api;

public sealed class LiveInstancesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GatedSource _source = new();
    private readonly LiveInstances _live;

    public LiveInstancesTests() => _live = new LiveInstances(_source, _time, NullLogger<LiveInstances>.Instance);

    [Fact]
    public async Task List_AskedByManyAtOnce_ReadsOnce()
    {
        var asking = Enumerable.Range(0, 100).Select(_ => ListAsync()).ToList();
        _source.Answer("gs-1");

        foreach (var list in asking)
            Assert.Equal(["gs-1"], await list);
        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public async Task List_WithinASecond_IsNotReadAgain()
    {
        _source.Answer("gs-1");
        await ListAsync();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        await ListAsync();
        Assert.Equal(1, _source.Reads);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _source.Answer("gs-2");
        Assert.Equal(["gs-2"], await ListAsync());
    }

    [Fact]
    public async Task List_StoreIsAway_IsTheLastGoodOneAndSaysWhy()
    {
        _source.Answer("gs-1");
        await ListAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        _source.Fail();

        Assert.Equal(["gs-1"], await ListAsync());
        Assert.Equal("Redis is away.", _live.Fault);

        _time.Advance(TimeSpan.FromSeconds(1));
        _source.Answer("gs-2");
        Assert.Equal(["gs-2"], await ListAsync());
        Assert.Null(_live.Fault);
    }

    [Fact]
    public async Task List_StoreIsSlow_DoesNotHoldUpWhoHasAnOldList()
    {
        _source.Answer("gs-1");
        await ListAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        var asking = ListAsync(); // the source does not answer
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(["gs-1"], await asking);
    }

    [Fact]
    public async Task List_StoreNeverAnswers_EndsWithItsDeadline()
    {
        var asking = ListAsync();
        await _source.AskedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await asking);
        Assert.NotNull(_live.Fault);
    }

    private async Task<IEnumerable<string>> ListAsync() =>
        (await _live.ListAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Select(i => i.InstanceId);

    private sealed class GatedSource : IInstanceSource
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource<IReadOnlyList<InstanceRecord>> _answer = New();
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reads { get; private set; }

        public void Answer(string id) => Current().TrySetResult([new InstanceRecord(id, "127.0.0.1", 1, 0)]);

        public void Fail() => Current().TrySetException(new ClusterUnavailableException("Redis is away."));

        public Task AskedAsync() => _asked.Task.WaitAsync(TimeSpan.FromSeconds(10));

        public async ValueTask<IReadOnlyList<InstanceRecord>> ListAsync(CancellationToken cancellationToken)
        {
            TaskCompletionSource<IReadOnlyList<InstanceRecord>> answer;
            lock (_lock)
            {
                Reads++;
                answer = _answer;
            }
            _asked.TrySetResult();
            var result = await answer.Task.WaitAsync(cancellationToken);
            lock (_lock)
                _answer = New();
            return result;
        }

        public ValueTask<string?> FindOwnerAsync(string roomId, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

        private TaskCompletionSource<IReadOnlyList<InstanceRecord>> Current()
        {
            lock (_lock)
                return _answer.Task.IsCompleted ? _answer = New() : _answer;
        }

        private static TaskCompletionSource<IReadOnlyList<InstanceRecord>> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
