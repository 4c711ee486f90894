using Baize.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Baize.Tests.Hosting;

public sealed class StartupLoggerTests
{
    [Fact]
    public void Follow_NothingWasSaid_OpensNoConsole()
    {
        using var logger = new StartupLogger<StartupLoggerTests>(() => throw new InvalidOperationException("It was opened."));
        var process = new LogCollector();
        using var loggers = Factory(process);
        logger.Follow(loggers);
        logger.LogWarning("later");
        Assert.Equal("later", Assert.Single(process.Lines).Message);
    }

    [Fact]
    public void Log_BeforeAndAfterFollow_GoesToTheOwnConsoleThenToTheProcess()
    {
        var (own, process, opened) = (new LogCollector(), new LogCollector(), 0);
        using var logger = new StartupLogger<StartupLoggerTests>(() =>
        {
            opened++;
            return Factory(own);
        });
        using var loggers = Factory(process);
        logger.LogWarning("first");
        logger.LogWarning("second");
        logger.Follow(loggers);
        logger.LogWarning("third");
        Assert.Equal(["first", "second"], own.Lines.Select(l => l.Message));
        Assert.Equal("third", Assert.Single(process.Lines).Message);
        Assert.Equal(1, opened);
    }

    private static ILoggerFactory Factory(LogCollector lines) => LoggerFactory.Create(l => l.AddProvider(lines));
}
