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
        var faults = new OptionFaults("redis");
        if (options.Connection.Length == 0)
        {
            if (isNeeded)
                faults.Add("connection", "", $"{Form}, where APP_ENV=prod and load_balancer.enabled is true");
        }
        else if (Unreadable(options.Connection) is { } why)
        {
            faults.Add("connection", Hidden().Replace(options.Connection, "$1***"), $"{Form} ({why})");
        }
        if (!Prefix().IsMatch(options.KeyPrefix))
            faults.Add("key_prefix", options.KeyPrefix, "up to 64 of A-Z a-z 0-9 . _ : -; or empty, for none");
        CheckFile(faults, "ca_file", options.CaFile);
        CheckFile(faults, "cert_file", options.CertFile);
        CheckFile(faults, "key_file", options.KeyFile);
        return faults.Build();
    }

    private static void CheckFile(OptionFaults faults, string key, string file)
    {
        if (file.Length > 0 && !File.Exists(file))
            faults.Add(key, file, "a PEM file that is there");
    }

    private static string? Unreadable(string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            return options.EndPoints.Count == 0 ? "no host in it"
                : !options.ChannelPrefix.IsNullOrEmpty ? "no channelPrefix; redis.key_prefix is for keys and channels"
                : null;
        }
        catch (ArgumentException ex)
        {
            return Hidden().Replace(ex.Message.ReplaceLineEndings(" "), "$1***");
        }
    }

    // Braces would be a hash tag of their own, and others' patterns may take the rest for wildcards.
    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{0,64}\z")]
    private static partial Regex Prefix();

    // A password must not get into a log: neither password=… nor the one of a redis://user:…@host.
    [GeneratedRegex("(password=|://)[^,@' ]*", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();
}
