namespace Baize.Client.Rooms;

/// <summary>Those who wait for a join.</summary>
/// <param name="deadline">Until when.</param>
/// <param name="isFirst">Whether the client was not in the room before; else it goes on trying when nobody waits any more.</param>
internal sealed class JoinWaiter(TimeSpan deadline, bool isFirst)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan Deadline => deadline;

    public bool IsFirst => isFirst;

    public BaizeException? LastError { get; set; }

    public Task Done => _done.Task;

    public void Succeed() => _done.TrySetResult(true);

    public void Fail(BaizeException error) => _done.TrySetException(error.Again());

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
