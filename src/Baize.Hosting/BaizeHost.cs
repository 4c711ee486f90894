using System.Net.Sockets;
using Baize.Cluster;
using Baize.Hosting.Auth;
using Baize.Hosting.Configuration;
using Baize.Hosting.Logging;
using Baize.Hosting.Metrics;
using Baize.Hosting.Options;
using Baize.Hosting.Secrets;
using Baize.Hosting.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Baize.Hosting;

/// <summary>What all of Baize's processes have in common: configuration, logging, options checked at start, tokens.</summary>
public static class BaizeHost
{
    /// <summary>What stopping takes beyond draining.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(5);

    /// <summary>Makes the builder of a process. Registers the options of <see cref="Options"/>, <see cref="Auth.UserTokens"/> and <c>TimeProvider.System</c>.</summary>
    /// <param name="role">The process, for logs: <c>game-server</c>, <c>api</c>.</param>
    /// <param name="args">Its command line: <c>--section:key value</c> overrides everything; <c>--config path</c> names another file.</param>
    /// <exception cref="ConfigurationException">What is wrong, all faults at once, a line each.</exception>
    /// <remarks>
    /// None of ASP.NET's own sources are read (<c>appsettings.json</c>, <c>ASPNETCORE_URLS</c>, …): a process listens where it
    /// says <c>UseUrls</c> or <c>ConfigureKestrel</c>. <c>Environment.IsProduction()</c> is true where APP_ENV=prod, and only there.
    /// </remarks>
    public static WebApplicationBuilder CreateBuilder(string role, string[] args) =>
        CreateBuilder(role, args, Surroundings.OfThisProcess(), new ProcessWatch());

    internal static WebApplicationBuilder CreateBuilder(string role, string[] args, Surroundings around, ProcessWatch watch)
    {
        var configuration = BaizeConfiguration.Load(args, around);
        Check(configuration);
        var generated = configuration.IsProduction
            ? new GeneratedSecrets([], "")
            : GeneratedSecrets.Fill(configuration, around, TimeProvider.System);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = role,
            EnvironmentName = configuration.IsProduction ? Environments.Production : Environments.Development,
            ContentRootPath = around.ProgramFolder, // wherever it is started from
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(configuration.Values());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        BaizeLogging.Configure(builder.Logging, configuration.IsProduction, configuration.Get("server.mode") == "debug");
        var scope = new ProcessScope(role);
        builder.Services.AddSingleton(scope).AddSingleton<IExternalScopeProvider>(scope);
        // It logs a failed start with all of its stack; RunAsync says that, in a line where a line will do.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => watch.HasStarted && level >= LogLevel.Warning);

        OptionSections.Register(builder.Services, builder.Configuration, configuration.IsProduction);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<UserTokens>();
        builder.Services.AddSingleton<InternalKeyCheck>();
        builder.Services.AddSingleton(configuration);
        builder.Services.AddHostedService(watch.Over);
        builder.Services.AddHostedService(p => new StartNotice(role, configuration, generated, p.GetRequiredService<ILogger<StartNotice>>()));
        builder.Services.AddParentWatch();
        TracingHosting.AddTracing(builder.Services, role, builder.Configuration.Tracing());
        MetricsHosting.AddMetrics(builder.Services, new ProcessFacts(role, configuration.IsProduction, [.. generated.Keys.Select(k => k.Name)]));
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true); // StartNotice says more
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.Timeout) + AfterDrain);
        return builder;
    }

    /// <summary>Builds and runs a process. A fault of configuration is printed, a line each, and ends it with 2; one of its surroundings (a taken port, no Redis) with 1.</summary>
    /// <param name="role">As in <see cref="CreateBuilder(string, string[])"/>.</param>
    /// <param name="args">Its command line.</param>
    /// <param name="run">Builds the process and runs it until it is told to stop.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string role, string[] args, Func<WebApplicationBuilder, Task> run) =>
        RunAsync(role, args, Surroundings.OfThisProcess(), Console.Error, run);

    internal static async Task<int> RunAsync(
        string role, string[] args, Surroundings around, TextWriter errors, Func<WebApplicationBuilder, Task> run)
    {
        var watch = new ProcessWatch();
        try
        {
            await run(CreateBuilder(role, args, around, watch));
            return watch.BackgroundFaults.Count == 0 ? 0 : await FailAsync(1, watch.BackgroundFaults.Select(f => f.ToString()));
        }
        catch (ConfigurationException ex)
        {
            return await FailAsync(2, ex.Faults);
        }
        catch (OptionsValidationException ex) // of options that are a process' own
        {
            return await FailAsync(2, ex.Failures);
        }
        catch (ClusterUnavailableException ex)
        {
            return await FailAsync(1, [ex.Message]);
        }
        catch (Exception ex) when (ex is IOException { InnerException: AddressInUseException } or AddressInUseException)
        {
            return await FailAsync(1, [$"{ex.Message} Free it, or set SERVER_PORT (the API's), SERVER_GAME_PORT (the game server's) or SERVER_GATEWAY_PORT (the gateway's)."]);
        }
        catch (SocketException ex) when (ex.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            return await FailAsync(1, [$"The port cannot be opened: {ex.Message}. One below 1024 needs rights; an address must be this host's."]);
        }
        catch (OperationCanceledException) when (watch.IsStopping) // told to stop while it was starting
        {
            return 0;
        }
        catch (Exception ex)
        {
            return await FailAsync(1, [ex.ToString()]);
        }

        async Task<int> FailAsync(int code, IEnumerable<string> lines)
        {
            foreach (var line in lines)
                await errors.WriteLineAsync($"{role}: {line}");
            return code;
        }
    }

    /// <summary>Where this user's processes keep what outlives them; made if need be.</summary>
    /// <exception cref="ConfigurationException">There is none that can be had.</exception>
    public static string StateFolder() => Secrets.StateFolder.Open(Surroundings.OfThisProcess());

    private static void Check(BaizeConfiguration configuration)
    {
        List<string> faults =
        [
            .. configuration.Faults,
            .. OptionSections.Faults(configuration.Build(), configuration.IsProduction)
                .Select(f => f.From(configuration.Origin(Fault.Key(f)))),
        ];
        if (faults.Count > 0)
            throw new ConfigurationException(faults);
    }
}
