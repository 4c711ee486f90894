using Baize.Hosting.Configuration;
using Baize.Hosting.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baize.Hosting;

/// <summary>Says at start what the process runs on: its configuration files, and secrets that nobody gave.</summary>
internal sealed partial class StartNotice(
    string role, BaizeConfiguration configuration, GeneratedSecrets generated, ILogger<StartNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var files = configuration.Files.Count > 0 ? string.Join(", ", configuration.Files) : "none found, so the defaults hold";
        Log.Configured(logger, role, configuration.IsProduction ? "production" : "development", files);
        if (generated.Keys.Count > 0)
        {
            Log.SecretsGenerated(
                logger,
                string.Join(" and ", generated.Keys.Select(k => k.Name)),
                generated.File,
                string.Join(" and ", generated.Keys.Select(k => k.Variable)));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log // ids 3000-3009
    {
        [LoggerMessage(3000, LogLevel.Information, "Baize {Role} starts for {Mode}; configuration files: {Files}.", EventName = "Configured")]
        public static partial void Configured(ILogger logger, string role, string mode, string files);

        [LoggerMessage(3001, LogLevel.Warning,
            "{Keys} not set: generated for development, kept in {File}. For anything else set {Variables}, or the keys in configs/config.yaml; APP_ENV=prod requires them.",
            EventName = "SecretsGenerated")]
        public static partial void SecretsGenerated(ILogger logger, string keys, string file, string variables);
    }
}
