using Microsoft.AspNetCore.Builder;

namespace Baize.Hosting;

/// <summary>What all of Baize's processes have in common: configuration, logging, options checked at start, tokens.</summary>
public static class BaizeHost
{
    /// <summary>Makes the builder of a process. Registers the options of <see cref="Options"/>, <see cref="Auth.UserTokens"/> and <c>TimeProvider.System</c>.</summary>
    /// <param name="role">The process, for logs: <c>game-server</c>, <c>api</c>.</param>
    /// <param name="args">Its command line: <c>--section:key value</c> overrides everything; <c>--config path</c> names another file.</param>
    /// <exception cref="ConfigurationException">What is wrong, all faults at once, a line each.</exception>
    public static WebApplicationBuilder CreateBuilder(string role, string[] args) => throw new NotImplementedException();

    /// <summary>Builds and runs a process. A fault of configuration is printed, a line each, and ends it with 2; one of its surroundings (a taken port, no Redis) with 1.</summary>
    /// <param name="role">As in <see cref="CreateBuilder"/>.</param>
    /// <param name="args">Its command line.</param>
    /// <param name="run">Builds the process and runs it until it is told to stop.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string role, string[] args, Func<WebApplicationBuilder, Task> run) => throw new NotImplementedException();
}
