using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Baize.Hosting.Options;

/// <param name="isNeeded">Whether an empty connection is a fault: in production, unless a single instance is wanted.</param>
internal sealed partial class RedisOptionsValidator(bool isNeeded) : IValidateOptions<RedisOptions>
{
    private const string Form = "host:port[,options], as StackExchange.Redis reads it";

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var faults = OptionFaults.Of("redis", options);
        if (options.Connection.Length == 0)
        {
            if (isNeeded)
                faults.Add("connection", "", $"{Form}, where APP_ENV=prod and load_balancer.enabled is true");
        }
        else if (Unreadable(options.Connection) is { } why)
        {
            faults.Add("connection", Hidden().Replace(options.Connection, "$1***"), $"{Form} ({why})");
        }
        return faults.Build();
    }

    private static string? Unreadable(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count > 0 ? null : "no host in it";
        }
        catch (ArgumentException ex)
        {
            return Hidden().Replace(ex.Message.ReplaceLineEndings(" "), "$1***");
        }
    }

    // A password must not get into a log: neither password=… nor the one of a redis://user:…@host.
    [GeneratedRegex("(password=|://)[^,@' ]*", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();
}
