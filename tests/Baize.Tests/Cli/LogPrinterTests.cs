using Baize.Output;

namespace Baize.Tests.Cli;

public sealed class LogPrinterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Line_OfSeveralProcesses_IsPrintedInOrder()
    {
        var output = new StringWriter { NewLine = "\n" };
        await using (var printer = new LogPrinter(new LinePrefix(["a", "b"], colour: false), output))
        {
            printer.Line("a", "1");
            printer.Line("b", "2");
            printer.Notice("3");
        }
        Assert.Equal("a     | 1\nb     | 2\nbaize | 3\n", output.ToString());
    }

    [Fact]
    public async Task Line_TerminalIsHeld_DropsAndCountsAndNeverWaits()
    {
        var terminal = new HeldTerminal();
        await using (var printer = new LogPrinter(new LinePrefix(["a"], colour: false), terminal))
        {
            printer.Line("a", "first");
            await terminal.Entered.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken); // the printer has it in hand and is stuck

            await Task.Run(() => // returns at all, though nothing is printed
            {
                for (var i = 0; i < 5000; i++)
                    printer.Line("a", $"{i}");
            }, TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
            terminal.Release.SetResult();
        }

        Assert.Equal(1 + 4096 + 1, terminal.Lines.Count);
        Assert.Contains("904 lines", terminal.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_TerminalIsGone_GoesOn()
    {
        var printer = new LogPrinter(new LinePrefix(["a"], colour: false), new GoneTerminal());
        printer.Line("a", "1");
        await printer.DisposeAsync().AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    private sealed class HeldTerminal : StringWriter
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Lines { get; } = [];

        public override async Task WriteLineAsync(string? value)
        {
            Entered.TrySetResult();
            await Release.Task;
            Lines.Add(value!);
        }
    }

    private sealed class GoneTerminal : StringWriter
    {
        public override Task WriteLineAsync(string? value) => throw new IOException("Input/output error");
    }
}
