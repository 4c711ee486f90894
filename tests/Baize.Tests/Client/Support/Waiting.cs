using System.Threading.Channels;

namespace Baize.Tests.Client.Support;

/// <summary>What happened, to be taken in order; taking waits, with a deadline.</summary>
internal sealed class Waiting<T>(string what)
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    /// <summary>Long enough for a loaded machine: a wait that ends early costs nothing.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(30);

    public bool IsEmpty => _items.Reader.Count == 0;

    public void Add(T item) => _items.Writer.TryWrite(item);

    public async Task<T> NextAsync()
    {
        using var timeout = new CancellationTokenSource(Deadline);
        try
        {
            return await _items.Reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited in vain for {what}.");
        }
    }
}
