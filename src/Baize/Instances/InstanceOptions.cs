using System.CommandLine;

namespace Baize.Instances;

/// <summary>The options of the commands that look at a running platform.</summary>
internal static class InstanceOptions
{
    /// <summary>How long one answer may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    public static readonly Option<string> Api = new("--api")
    {
        Description = "Where the API is. Else BAIZE_API.",
        HelpName = "url",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BAIZE_API") is { Length: > 0 } url ? url : "http://localhost:8080",
    };

    public static readonly Option<string> Redis = new("--redis")
    {
        Description = "Ask this Redis instead of the API: host:port[,options].",
        HelpName = "host:port",
    };

    /// <exception cref="CommandException">An address is none, or Redis is not to be reached.</exception>
    public static async Task<IInstances> OpenAsync(ParseResult arguments, HttpClient http, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(Redis) is { Length: > 0 } redis)
            return await RedisInstances.ConnectAsync(redis, cancellationToken);
        var api = arguments.GetValue(Api);
        return Uri.TryCreate(api, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ApiInstances(http, url)
            : throw new CommandException($"--api is '{api}'; it must be http://host:port or https://host[:port].");
    }
}
