using System.Threading.Channels;

namespace Baize.Output;

/// <summary>
/// Prints the lines of all processes, one after the other. Whoever brings a line never waits: a terminal that is held
/// (Ctrl-S) would else fill the processes' pipes and stop the platform. Lines over the bound are dropped and counted.
/// </summary>
internal sealed class LogPrinter : IAsyncDisposable
{
    private const int Bound = 4096; // lines: a second or two of a busy platform

    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Bound) { SingleReader = true });
    private readonly LinePrefix _prefix;
    private readonly TextWriter _output;
    private readonly Task _printing;
    private int _dropped;

    /// <param name="prefix">What stands before each line.</param>
    /// <param name="output">Where it goes.</param>
    public LogPrinter(LinePrefix prefix, TextWriter output)
    {
        (_prefix, _output) = (prefix, output);
        _printing = Task.Run(PrintAsync);
    }

    /// <summary>Prints a process' line.</summary>
    public void Line(string name, string text) => Add(_prefix.Line(name, text));

    /// <summary>Prints a line of the command's own.</summary>
    public void Notice(string text) => Add(_prefix.Line(LinePrefix.Own, text));

    /// <summary>Prints a line of the command's own that must not be missed.</summary>
    public void Alarm(string text) => Add(_prefix.Alarm(text));

    /// <summary>Prints text as it is.</summary>
    public void Text(string text) => Add(text);

    /// <summary>Prints what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_printing, Task.Delay(LastLines, TimeProvider.System)); // a terminal may still be held
    }

    private void Add(string line)
    {
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private async Task PrintAsync()
    {
        var gone = false;
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
                gone = gone || !await TryPrintAsync(line);
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                gone = gone || !await TryPrintAsync(_prefix.Alarm($"{dropped} lines came faster than they could be printed, and are not shown."));
        }
    }

    /// <returns>False when the terminal was closed: nobody reads any more, but the platform still has to be stopped in order.</returns>
    private async Task<bool> TryPrintAsync(string line)
    {
        try
        {
            await _output.WriteLineAsync(line);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
