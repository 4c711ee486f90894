namespace Baize.Tests.Cli;

/// <summary>Keeps what is printed, and waits for it.</summary>
internal sealed class RecordingTerminal : StringWriter
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string All
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    public override Task WriteLineAsync(string? value)
    {
        lock (_lock)
        {
            _lines.Add(value!);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return Task.CompletedTask;
    }

    /// <summary>The first line that contains a text, printed or still to come.</summary>
    public async Task<string> LineAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_lines.Find(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
                    return line;
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(Deadline, cancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"No line with '{text}' within {Deadline}. Printed:\n{All}");
            }
        }
    }
}
