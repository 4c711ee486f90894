using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Baize.Hosting.Logging;

/// <summary>What a process writes to its console: a line per message for people in development, JSON for machines in production.</summary>
internal static class BaizeLogging
{
    private const string Utc = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static void Configure(ILoggingBuilder logging, bool isProduction, bool isDebug)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning); // a request is no news
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information); // where it listens
        logging.AddFilter("Baize", isDebug ? LogLevel.Debug : LogLevel.Information);
        if (isProduction)
            logging.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp, json.IncludeScopes) = (Utc, true, true));
        else
            logging.AddSimpleConsole(Line);
    }

    private static void Line(SimpleConsoleFormatterOptions line) =>
        (line.SingleLine, line.TimestampFormat, line.UseUtcTimestamp) = (true, $"{Utc} ", true);
}
